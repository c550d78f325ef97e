// What becomes of twice as many posts as the server can take.
import { lossFigures } from './posts.mjs'
import { findProcesses, pinApart } from './processes.mjs'
import { audit } from './talk-audit.mjs'
import { post, postAhead } from './talk-load.mjs'
import { connectTalkers, disconnect } from './talkers.mjs'

const roomCount = 100
/** So many under way keep the server busy without a pause. */
const underWay = 300
const measuredPosts = 20_000
const overloadMs = 8000
const calm = { rate: 100, forMs: 2000 }
const calmAfterMs = 2000

/** @typedef {import('./table.mjs').Figure} Figure */

/**
 * First the highest load is found: as many posts as are answered when some are always under way. Then twice that rate comes, whatever
 * the server makes of it. It is calm when everything is answered and told.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./crowd.mjs').Crowd} crowd
 * @returns {Promise<Figure[]>}
 */
export async function overloadFigures(instance, crowd) {
  const before = await findProcesses(instance)
  const rooms = await connectTalkers(instance.address, crowd, crowd.rooms.slice(0, roomCount))
  const unpin = pinApart(before.web ?? 0)
  try {
    const highest = await postAhead(rooms, { count: measuredPosts, underWay })
    await audit(crowd.store, highest.ledger)
    const highestRate = (measuredPosts * 1000) / (highest.endedAt - highest.startedAt)
    const load = await post(rooms, { rate: Math.round(highestRate * 2), forMs: overloadMs })
    const calmAgainMs = calmAfter(load.ledger)
    const losses = await lossFigures(crowd, load)
    const afterwards = await post(rooms, calm)
    const { posts } = load.ledger
    const codes = new Set(posts.flatMap(({ refusal }) => refusal ?? []))
    const { web } = await findProcesses(instance)
    return [
      {
        name: 'the most posts that are taken',
        measured: Math.round(highestRate),
        unit: '/s',
        note: `${underWay} always under way; p99 ${highest.ledger.acknowledged(0.99, 0).toFixed(0)} ms`,
      },
      {
        name: 'overload: until it is calm again',
        measured: calmAgainMs / 1000,
        unit: 's',
        atMost: calmAfterMs / 1000,
        note: `${posts.length} posts at twice that rate, ${load.ledger.taken().length} taken, the others: ${[...codes].join(', ') || 'none'}; afterwards p99 ${afterwards.ledger.acknowledged(0.99, 0).toFixed(0)} ms`,
      },
      ...losses.map((figure) => ({ ...figure, name: `overload: ${figure.name}` })),
      { name: 'overload: web died', measured: Number(web !== before.web), unit: '', atMost: 0 },
    ]
  } finally {
    unpin?.()
    disconnect(rooms)
  }
}

/**
 * How long after the last post was due the last one was answered, and told to the last of its room.
 * @param {import('./talk-ledger.mjs').TalkLedger} ledger
 */
function calmAfter({ posts }) {
  let last = 0
  for (const { answeredAt = Infinity, lastToldAt } of posts) last = Math.max(last, answeredAt, lastToldAt)
  return Math.max(0, last - (posts.at(-1)?.dueAt ?? 0))
}
