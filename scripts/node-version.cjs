// Whether this Node.js is new enough. Written so that the oldest understands it: it runs before anything that needs a newer one.
'use strict'

/** @returns {string | undefined} what to do about a Node.js that is too old */
function whyTooOld() {
  const parts = process.versions.node.split('.').map(Number)
  const major = parts[0] || 0
  const minor = parts[1] || 0
  if (major >= 24 || (major === 22 && minor >= 16) || (major === 20 && minor >= 19)) return undefined
  return (
    'TaskFlow needs Node.js 20.19 or newer (20.19+, 22.16+ or 24+); this is v' +
    process.versions.node +
    '. Get it from https://nodejs.org/.'
  )
}

module.exports = { whyTooOld }
