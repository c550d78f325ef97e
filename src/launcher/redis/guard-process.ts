// Owns a redis-server: ends it when the supervisor asks or dies, which a redis-server alone would not notice.
import { runProcess } from '../../platform/lifecycle.ts'
import { startRedisServer } from './redis-server.ts'

const [binary = 'redis-server', port = '', folder = ''] = process.argv.slice(2)
await runProcess('redis', () => startRedisServer({ binary, port: Number(port), folder }), { interruptible: false })
