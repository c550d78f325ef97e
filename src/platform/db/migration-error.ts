import { OperatorError } from '../lifecycle.ts'

/** The database cannot be opened or brought up to date. `message` is one sentence for whoever runs TaskFlow. */
export class MigrationError extends OperatorError {
  override name = 'MigrationError'

  constructor(message: string, { cause }: { cause?: unknown } = {}) {
    super(message)
    this.cause = cause
  }
}
