import { readFileSync } from 'node:fs'
import ejs from 'ejs'
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { markDueDays } from '../../../src/browser/shared/due.ts'
import { formatting } from '../../../src/platform/views/formatting.ts'

const template = readFileSync('views/shared/_due.ejs', 'utf8')

function drawn(locals: { day: string; isFinished: boolean; today?: string }): string {
  return ejs.render(template, { ...formatting, ...locals }, { rmWhitespace: true }).trim()
}

test('what the server guessed is put right by the viewer’s day', () => {
  const html = drawn({ day: '2026-03-12', isFinished: false, today: '2026-03-11' })
  expect(html).toMatch(
    /^<time class="due" datetime="2026-03-12" data-due="2026-03-12" data-state="soon">Thu,? 12 Mar<\/time>$/,
  )
  const { document } = parseHTML(`<body>${html}</body>`)
  markDueDays(document, '2026-03-13')
  const time = document.querySelector<HTMLElement>('time')
  expect(time?.dataset.state).toBe('late')
  expect(time?.textContent).toBe('1 day late')
  markDueDays(document, '2026-03-01')
  expect(time?.hasAttribute('data-state')).toBe(false)
})

test('what is finished stays done', () => {
  const html = drawn({ day: '2026-03-12', isFinished: true })
  const { document } = parseHTML(`<body>${html}</body>`)
  markDueDays(document, '2026-04-13')
  expect(document.querySelector<HTMLElement>('time')?.dataset.state).toBe('done')
})
