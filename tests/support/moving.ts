import type { CDPSession, Locator } from '@playwright/test'
import type { Person } from './people.ts'
import type { Page } from './browser.ts'

/** Makes a task through the JSON API and answers its id. */
export async function addTask({ http }: Person, columnId: number, title: string): Promise<number> {
  const { task } = await http.call<{ task: { id: number } }>('POST', `/api/v1/columns/${columnId}/tasks`, { title })
  return task.id
}

/** A task on the page, by its title. What flies after a pointer is not it. */
export function taskNamed(page: Page, title: string): Locator {
  return page.locator('.board .task', {
    has: page.locator('.task-title', { hasText: new RegExp(`^\\s*${title}\\s*$`) }),
  })
}

/** The list of a column's tasks, by the column's name. */
export function column(page: Page, name: string): Locator {
  return page.locator('.board .column', { has: page.getByRole('heading', { name, exact: true, level: 2 }) })
}

/** The titles that a column shows, in order. */
export function titles(page: Page, name: string): Locator {
  return column(page, name).locator('.task:not([hidden]) .task-title')
}

/** Takes `source` by the mouse and holds it over a point of `target`, given as parts of its size. */
export async function dragOver(page: Page, source: Locator, target: Locator, at = { x: 0.5, y: 0.5 }): Promise<void> {
  // What slides into its place is taken where it comes to rest.
  await source.hover()
  const from = await centre(source)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 8, from.y + 8, { steps: 2 })
  await page.locator('body > [data-lifted]').waitFor()
  const to = await pointIn(target, at)
  await page.mouse.move(to.x, to.y, { steps: 8 })
}

/** A finger, as the browser itself feels one: scrolling and long presses included. */
export class Finger {
  #session: CDPSession

  constructor(session: CDPSession) {
    this.#session = session
  }

  static async on(page: Page): Promise<Finger> {
    return new Finger(await page.context().newCDPSession(page))
  }

  async down(at: Point): Promise<void> {
    await this.#touch('touchStart', [at])
  }

  /** Moves on in steps, as a finger does. */
  async move(from: Point, to: Point, steps = 10): Promise<void> {
    for (let step = 1; step <= steps; step += 1) {
      const part = step / steps
      await this.#touch('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }])
    }
  }

  async up(): Promise<void> {
    await this.#touch('touchEnd', [])
  }

  async #touch(type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]): Promise<void> {
    await this.#session.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
}

/** A place in the window, in CSS pixels. */
export interface Point {
  x: number
  y: number
}

export function centre(locator: Locator): Promise<Point> {
  return pointIn(locator, { x: 0.5, y: 0.5 })
}

/** A point of what is shown, given as parts of its size. */
export async function pointIn(locator: Locator, at: Point): Promise<Point> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error(`${String(locator)} is not shown`)
  return { x: box.x + box.width * at.x, y: box.y + box.height * at.y }
}
