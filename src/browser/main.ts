import { startSelections } from './admin/selection.ts'
import { startActivity } from './boards/activity.ts'
import { startBoard } from './boards/board.ts'
import { startFilter } from './boards/filter.ts'
import { startBoardSettings } from './boards/settings.ts'
import { startRoomLists } from './chat/room-lists.ts'
import { startTalks } from './chat/talk.ts'
import { startTaskName } from './comments/task-name.ts'
import { startThread } from './comments/threads.ts'
import { startUnread } from './chat/unread.ts'
import { startLabels } from './labels/labels.ts'
import { startArchive } from './columns/archive.ts'
import { startEntries } from './conversation/start-entries.ts'
import { openLive } from './live/channels.ts'
import { startCopying } from './members/copy.ts'
import { startMembers } from './members/members.ts'
import { startInbox } from './notifications/inbox.ts'
import { startPalette } from './palette/start.ts'
import { startPresence } from './presence/presence.ts'
import { startConversationPanel } from './shared/conversation-panel.ts'
import { startForms } from './shared/forms.ts'
import { showCarriedNotice } from './shared/leave.ts'
import { startMenus } from './shared/menus.ts'
import { markCurrentPlaces } from './shared/navigation.ts'
import { startPasswords } from './shared/password.ts'
import { startTheme } from './shared/theme.ts'
import { startTimeZone } from './shared/time-zone.ts'
import { startTimes } from './shared/times.ts'
import { startTryingAgain } from './shared/try-again.ts'
import { readViewer } from './shared/viewer.ts'
import { startTasks } from './tasks/tasks.ts'

for (const start of [
  startTimeZone,
  startTimes,
  startTheme,
  startMenus,
  startPasswords,
  startForms,
  startConversationPanel,
  startCopying,
  startTryingAgain,
  startSelections,
])
  start()
markCurrentPlaces()
showCarriedNotice()

const viewer = readViewer()
if (viewer !== null) {
  const live = openLive()
  startInbox(live, viewer)
  const filter = startFilter(viewer.id)
  const moving = startBoard(live, filter)
  startPalette(viewer, { filter, moving })
  startTasks(live, viewer)
  startMembers(live)
  startBoardSettings(live)
  startActivity(live)
  startLabels(live)
  startArchive(live)
  startTalks(live, viewer, startThread(live, viewer))
  startTaskName(live)
  startPresence(live)
  startEntries(viewer)
  startUnread(live, viewer, startRoomLists(live, viewer))
}
