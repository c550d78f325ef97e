import { supervise } from './launcher/supervise.ts'

await supervise({ folder: import.meta.dirname, prepare: 'migrate', services: ['web', 'worker', 'scheduler'] })
