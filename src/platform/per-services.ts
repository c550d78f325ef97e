import type { Services } from './services.ts'

/**
 * State that a slice keeps once per running process (a batch under way, a cache): made at first use from the services, and gone
 * with them, so that two containers in one process (as in tests) share nothing.
 */
export function perServices<State>(make: (services: Services) => State): (services: Services) => State {
  const states = new WeakMap<Services, State>()
  return (services) => {
    const known = states.get(services)
    if (known !== undefined) return known
    const made = make(services)
    states.set(services, made)
    return made
  }
}
