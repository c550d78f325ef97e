// Loaded under Wine only, never by TaskFlow: Wine 8 refuses to connect a socket that was told before to keep alive. Windows does not.
'use strict'
const net = require('node:net')

const setKeepAlive = net.Socket.prototype.setKeepAlive
net.Socket.prototype.setKeepAlive = function (...args) {
  if (!this.connecting) return setKeepAlive.apply(this, args)
  this.once('connect', () => setKeepAlive.apply(this, args))
  return this
}
