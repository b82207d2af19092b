import { openBackend } from '../backend/open-backend.ts'
import { weightsHashes } from './weights-hashes.ts'

// A process of its own; standard output holds the hashes and nothing else, banners included.
const hashes = await weightsHashes(await openBackend('wasm'), Number(process.argv[2]))
console.log(JSON.stringify(hashes))
