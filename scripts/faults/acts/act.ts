import type { Page } from '@playwright/test'
import type { Person } from '../../../tests/support/people.ts'
import type { OpenPage, Stage } from '../stage.ts'

/** Something that a person does, in one of their pages or through the API. */
export interface Act {
  name: string
  /** How often it is done, beside the others. */
  weight: number
  /** In which page; through the API where there is none. */
  on?: OpenPage['kind'][]
  /** Answers whether there was something to do it to. */
  run(stage: Stage, place: { person: Person; page: Page }): Promise<boolean>
}

export function oneOf<Element>({ random }: { random: () => number }, elements: Element[]): Element | undefined {
  return elements[Math.floor(random() * elements.length)]
}

/** Somebody to be mentioned, or nobody. */
export function someoneElse(stage: Stage, person: Person): Person | undefined {
  return stage.random() < 0.5 ? oneOf(stage, othersThan(stage, person)) : undefined
}

export function othersThan({ people }: Stage, person: Person): Person[] {
  return people.filter((other) => other !== person)
}
