// The image's health check: asks the process of its own container whether it is ready. Plain Node, as the image holds nothing else.
const port = process.env['HEALTH_PORT'] || process.env['PORT'] || '8000'

try {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4000) })
  console.log(answer.status, await answer.text())
  process.exitCode = answer.ok ? 0 : 1
} catch (error) {
  console.log(error)
  process.exitCode = 1
}
