/** The database cannot be opened or brought up to date. `message` is one sentence for whoever runs TaskFlow. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}
