import { saveModel } from '../model-store.ts'
import { byAnalyst, cardContent } from './sample-model.ts'

// A process of its own that stores models without end, to be killed at any moment.
const root = process.argv[2] ?? ''
for (let i = 0; ; i++) {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, j) => (i * 31 + j) % 256)
  bytes.set(new TextEncoder().encode(String(i)))
  await saveModel(root, { weights: { format: 'qmlp/1', bytes }, card: cardContent }, byAnalyst)
  console.log(i)
}
