// Whether the database holds exactly what was acknowledged.

/** @typedef {import('./talk-ledger.mjs').TalkLedger} TalkLedger */
/** @typedef {import('./talkers.mjs').TalkingRoom} TalkingRoom */
/** @typedef {import('./crowd.mjs').CrowdStore} CrowdStore */

/**
 * Compares every message of the rooms since they were joined with the answers: its id, content, author, version and mention; each
 * once; the versions without a gap; the room's own count. A post that was refused must not be there.
 * @param {CrowdStore} store
 * @param {TalkLedger} ledger
 * @returns {Promise<string[]>} what is wrong, each in a few words
 */
export async function audit(store, ledger) {
  /** @type {string[]} */
  const wrong = []
  const byId = new Map(ledger.taken().map((post) => [post.message?.id, post]))
  if (byId.size !== ledger.taken().length) wrong.push('two posts were answered with one message')
  for (const room of ledger.rooms) {
    const messages = (await store.messagesOf(room.id)).filter(({ version }) => version > room.version)
    messages.forEach((message, place) => {
      const post = byId.get(message.id)
      const expected = post && {
        content: post.content,
        authorId: post.author.someone.id,
        version: post.message?.version,
        roomId: post.author.room.id,
        mentions: post.mentionedId === undefined ? null : String(post.mentionedId),
      }
      const { content, authorId, version, mentions } = message
      const found = { content, authorId, version, roomId: room.id, mentions }
      if (JSON.stringify(found) !== JSON.stringify(expected))
        wrong.push(`message ${message.id} is not what was acknowledged`)
      if (version !== room.version + place + 1) wrong.push(`room ${room.id} has a gap before ${version}`)
      byId.delete(message.id)
    })
    const stand = await store.standOf(room.id)
    const last = room.version + messages.length
    if (stand.version !== last || stand.messageCount !== last) wrong.push(`room ${room.id} counts ${stand.version}`)
    room.version = last
  }
  for (const id of byId.keys()) wrong.push(`message ${id} is lost`)
  return wrong
}
