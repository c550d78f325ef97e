// npm run doctor: says what is wrong with this installation and how to mend it. It changes nothing.
import { existsSync } from 'node:fs'
import { setupFindings } from './setup.mjs'

/** @typedef {{ check: string, state: 'ok' | 'warning' | 'wrong', found: string, mend?: string }} Finding */

const findings = [...(await setupFindings()), ...(await examineRest())]
if (process.argv.includes('--json')) console.log(JSON.stringify(findings, null, 2))
else for (const finding of findings) console.log(lineOf(finding))
process.exit(findings.some(({ state }) => state === 'wrong') ? 1 : 0)

/** @returns {Promise<Finding[]>} */
async function examineRest() {
  const compiled = new URL('../dist/doctor.js', import.meta.url)
  // What was never built can't be looked through; that it is missing is said already.
  if (!existsSync(compiled) || !existsSync(new URL('../node_modules', import.meta.url))) return []
  return (await import(compiled.href)).examine()
}

/** @param {Finding} finding */
function lineOf({ check, state, found, mend }) {
  return `${state.padEnd(8)} ${check}: ${found}${mend ? `\n         → ${mend}` : ''}`
}
