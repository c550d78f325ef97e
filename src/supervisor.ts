import { supervise } from './launcher/supervise.ts'

await supervise({
  folder: import.meta.dirname,
  services: ['web', 'worker', 'scheduler'],
  background: process.argv.includes('--background'),
})
