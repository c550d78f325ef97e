import { foldCase, holdsAll, wordsOf } from '../platform/text-match.ts'
import type { CommandId } from './shortcuts.ts'

/** Something to do from the palette: a place to go, or a command of the page that the browser runs where it can. */
export interface Action {
  name: string
  icon: string
  place: string
  href?: string
  command?: CommandId
  /** What a new task is called already. */
  title?: string
}

/**
 * What fits what somebody looks for, of all that can be done from here.
 * @param board the one that they are on, if they are
 */
export function findActions(query: string, board: { id: number; name: string } | undefined): Action[] {
  const words = wordsOf(query)
  const known = [...(board ? boardActions(board) : []), ...actions]
  const fitting = known.filter(({ name, also = '' }) => holdsAll(foldCase(`${name} ${also}`), words))
  const title = query.trim()
  return [...(board && title !== '' ? [newTask(board, title)] : []), ...fitting.map(({ also: _, ...action }) => action)]
}

/** `also` holds other words by which it is found. */
type KnownAction = Action & { also?: string }

const actions: KnownAction[] = [
  { name: 'New board', icon: 'plus', place: '', href: '/boards/create/', also: 'create add' },
  { name: 'My work', icon: 'checklist', place: '', href: '/', also: 'home boards tasks' },
  { name: 'Inbox', icon: 'inbox', place: '', href: '/messaging/notifications/', also: 'notifications mentions' },
  { name: 'Rooms', icon: 'talk', place: '', href: '/messaging/', also: 'chat messages conversation' },
  { name: 'Light, dark or system', icon: 'theme', place: '', command: 'theme', also: 'theme switch' },
  {
    name: 'Keyboard shortcuts',
    icon: 'keyboard',
    place: '',
    href: '/shortcuts/',
    command: 'shortcuts',
    also: 'keys help',
  },
]

function boardActions({ id, name }: { id: number; name: string }): KnownAction[] {
  const address = `/boards/${id}/`
  return [
    {
      name: 'New task',
      icon: 'plus',
      place: name,
      href: `${address}#new-task`,
      command: 'new-task',
      also: 'create add',
    },
    { name: 'Members', icon: 'people', place: name, href: `${address}members/`, also: 'invite people' },
    { name: 'Board settings', icon: 'sliders', place: name, href: `${address}settings/`, also: 'rename delete' },
    {
      name: 'New room',
      icon: 'plus',
      place: name,
      href: `/messaging/board/${id}/rooms/create/`,
      also: 'create add chat private',
    },
    { name: 'Rooms of this board', icon: 'talk', place: name, href: `/messaging/board/${id}/rooms/`, also: 'chat' },
  ]
}

function newTask({ id, name }: { id: number; name: string }, title: string): Action {
  return {
    name: `New task “${title}”`,
    icon: 'plus',
    place: name,
    href: `/boards/${id}/#new-task`,
    command: 'new-task',
    title,
  }
}
