import { expect, test } from 'vitest'
import { showStretch } from '../../../src/browser/conversation/show-stretch.ts'
import { openPage } from '../../support/page.ts'

test('an editor that is open in a comment or a reply is still open, with its words, after the thread was fetched anew', async () => {
  const { document } = await openPage(`<body>
    <div id="shown">${thread([comment(1, editor('Half written')), comment(2, '', comment(3, editor('A reply')))], '<a data-older></a>')}</div>
    <div id="fresh">${thread([comment(1), comment(2, '', comment(3)), comment(4)], '')}</div>
  </body>`)
  const [shown, fresh] = ['shown', 'fresh'].map((id) => document.getElementById(id) as HTMLElement)
  const open = [...shown!.querySelectorAll('form')]
  // The page that was fetched is a document of its own, where the same ids are no doubles.
  fresh!.remove()
  showStretch(shown!, fresh!, '[data-entries]')
  expect([...shown!.querySelectorAll('form')]).toEqual(open)
  expect(open.map((form) => form.parentElement?.id)).toEqual(['comment-1', 'comment-3'])
  expect(open.map((form) => form.querySelector('textarea')?.value)).toEqual(['Half written', 'A reply'])
  expect(document.getElementById('comment-4')).not.toBeNull()
  expect(shown!.querySelector('[data-older]')).toBeNull()
})

function thread(comments: string[], link: string): string {
  return `${link}<ol data-entries>${comments.join('')}</ol>`
}

function comment(id: number, added = '', replies = ''): string {
  return `<li><div id="comment-${id}" data-entry-address="/api/v1/comments/${id}">${added}</div><ol>${replies}</ol></li>`
}

function editor(words: string): string {
  return `<form data-added="editor"><textarea>${words}</textarea></form>`
}
