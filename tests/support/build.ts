import { setup } from '../../scripts/setup.mjs'

/** Builds once before the journeys, so that no test's time goes into it. */
export default async function build(): Promise<void> {
  await setup()
}
