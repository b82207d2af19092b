// What can be typed behind the name of a screen.
import type { UiServices } from '../services/ui-services.ts'

type Words = (services: UiServices) => Promise<readonly string[]>

/** Names of strategies, first those of one's own, whose paths stand last. */
export const strategyWords: Words = async (services) => {
  const listed = await services.strategies()
  const own = listed.flatMap(({ alias }) => alias ?? [])
  return [...own, ...listed.map(({ name }) => name)]
}

/** Folders of datasets. */
export const datasetWords: Words = async (services) =>
  (await services.datasets()).map(({ directory }) => directory)

/** Ids of runs, the youngest first. */
export const runWords: Words = async (services) =>
  (await services.runs()).runs.map(({ runId }) => runId)

/** Names of models. */
export const modelWords: Words = async (services) => [
  ...new Set((await services.models()).models.map(({ card }) => card.name)),
]

/** Addresses of vaults that are known here. */
export const vaultWords: Words = async (services) => [
  ...new Set((await services.vaults()).map(({ address }) => address)),
]
