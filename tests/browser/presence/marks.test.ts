import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { markFace } from '../../../src/browser/presence/marks.ts'

test('a face says in its label who is here, and nothing any more when they are gone', () => {
  const { face } = draw('<span data-user-id="2" role="img" aria-label="Ana Novak" title="Ana Novak">AN</span>')
  markFace(face, 'active')
  expect([face.dataset['present'], face.getAttribute('aria-label')]).toEqual(['active', 'Ana Novak, here now'])
  markFace(face, 'away')
  expect([face.dataset['present'], face.getAttribute('aria-label')]).toEqual(['away', 'Ana Novak, away'])
  markFace(face, 'offline')
  expect([face.dataset['present'], face.getAttribute('aria-label')]).toEqual([undefined, 'Ana Novak'])
})

test('beside a face that is only decoration stands a place for the words', () => {
  const { document, face } = draw(
    '<span data-user-id="2" aria-hidden="true">AN</span><p>joined in March<span data-presence-words data-before=", "></span></p>',
  )
  markFace(face, 'active')
  expect(document.querySelector('p')?.textContent).toBe('joined in March, here now')
  expect(face.getAttribute('aria-label')).toBeNull()
  markFace(face, 'offline')
  expect(document.querySelector('p')?.textContent).toBe('joined in March')
})

function draw(row: string): { document: Document; face: HTMLElement } {
  const { document } = parseHTML(`<ul><li>${row}</li></ul>`)
  return { document, face: document.querySelector('[data-user-id]') as HTMLElement }
}
