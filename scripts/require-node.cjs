// Ends a program with a sentence where Node.js is too old for it: `node --require ./scripts/require-node.cjs <program>`. Written so that
// the oldest understands it.
'use strict'

const reason = require('./node-version.cjs').whyTooOld()
if (reason) {
  console.error(reason)
  process.exit(1)
}
