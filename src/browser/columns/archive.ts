import { followBoardPart } from '../live/board-part.ts'
import type { Live } from '../live/channels.ts'

const ABOUT_ARCHIVE = /:(archived|restored|deleted)$/

/** Keeps the page's archive as it is on the server, if it shows one. */
export function startArchive(live: Live): void {
  followBoardPart(live, {
    selector: '[data-archive]',
    isAbout: ({ activity }) => ABOUT_ARCHIVE.test(activity?.type ?? ''),
  })
}
