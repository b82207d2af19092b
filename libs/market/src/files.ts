// What other packages need to write folders of their own as safely as datasets are written, without the
// database that datasets are queried with.
export { writeFolderAtomically, type FolderKind } from './store/atomic-folder.ts'
export { withDatasetLock as withFolderLock } from './store/dataset-lock.ts'
export { hasCode, writeError } from './store/file-errors.ts'
