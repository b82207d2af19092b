// What a list of datasets needs, without the readers and their databases.
export { listDatasets } from './store/list-datasets.ts'
