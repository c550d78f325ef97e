import * as z from 'zod'
import type { Actor } from '../platform/actor.ts'
import { signedIn } from '../platform/door.ts'
import { fragment, json, page } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { integerId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { markWords, wordsOf, type TextPart } from '../platform/text-match.ts'
import { findActions } from './actions.ts'
import { findPlaces } from './find.queries.ts'
import { shortcutSections } from './shortcut-sections.ts'

const charactersAtMost = 200
const recentAtMost = 20

// What does not fit is passed over: who looks for something gets an answer.
const looking = z.object({
  q: z
    .string()
    .catch('')
    .transform((text) => text.toWellFormed().slice(0, charactersAtMost)),
  /** The board that the asker is on. */
  board: integerId.optional().catch(undefined),
  /** Ids of boards, the one visited last first, with commas between. */
  recent: z
    .string()
    .catch('')
    .transform((text) => text.split(',').slice(0, recentAtMost).map(Number)),
})

const findPage = route({
  method: 'get',
  path: '/find/',
  input: looking,
  door: signedIn,
  handle: async ({ services, access: actor, input }) =>
    page('palette/find', {
      title: input.q === '' ? 'Find' : `Find “${input.q}”`,
      pageKind: 'find',
      breadcrumbs: [{ name: 'Find' }],
      locals: await look(services, actor, input),
    }),
})

/** The same results, for the dialog. */
const results = route({
  method: 'get',
  path: '/find/results/',
  input: looking,
  door: signedIn,
  handle: async ({ services, access: actor, input }) =>
    fragment('palette/_results', { ...(await look(services, actor, input)), asOptions: true }),
})

const find = route({
  method: 'get',
  path: '/api/v1/find',
  input: looking,
  door: signedIn,
  handle: async ({ services, access: actor, input }) => json(await findPlaces(services, actor, input.q, input.recent)),
})

const shortcutsPage = route({
  method: 'get',
  path: '/shortcuts/',
  door: signedIn,
  handle: () =>
    page('palette/shortcuts', {
      title: 'Keyboard shortcuts',
      pageKind: 'shortcuts',
      breadcrumbs: [{ name: 'Keyboard shortcuts' }],
      locals: { sections: shortcutSections },
    }),
})

/** The same list, for the dialog. */
const shortcutsList = route({
  method: 'get',
  path: '/shortcuts/list/',
  door: signedIn,
  handle: () => fragment('palette/_shortcuts', { sections: shortcutSections }),
})

async function look(services: Services, actor: Actor, { q, board: boardId, recent }: z.output<typeof looking>) {
  const found = await findPlaces(services, actor, q, recent)
  const board = boardId === undefined ? undefined : await boardOf(services, actor, boardId)
  const words = wordsOf(q)
  const mark = (text: string): TextPart[] => markWords(text, words)
  return { ...found, actions: findActions(q, board), query: q.trim(), mark }
}

async function boardOf({ db }: Services, actor: Actor, boardId: number) {
  const member = await db.boardMember.findFirst({
    where: { boardId, userId: actor.id, leftAt: null },
    select: { board: { select: { id: true, name: true } } },
  })
  return member?.board
}

export const routes = [findPage, results, find, shortcutsPage, shortcutsList]
