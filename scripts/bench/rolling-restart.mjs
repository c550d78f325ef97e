// How long a browser hears nothing while two webs behind nginx are restarted one after the other under load.
import { loadRollingRestart } from './compiled.mjs'

/** @typedef {import('./table.mjs').Figure} Figure */

/**
 * It runs beside the instance that the other figures are taken of: a stack of its own, as docker-compose.yml says, on Postgres.
 * @returns {Promise<Figure[]>}
 */
export async function rollingRestartFigures() {
  const { measureRollingRestart } = await loadRollingRestart()
  const measured = await measureRollingRestart()
  if (typeof measured === 'string') return [silenceFigure(Number.NaN, measured)]
  const { load, lost, doubled } = measured
  const [longest = ['', Number.NaN]] = Object.entries(load.silences).sort(([, one], [, other]) => other - one)
  const ofPages = Object.entries(load.silences).filter(([name]) => name.endsWith('page'))
  const wrong = load.differences.length
  return [
    silenceFigure(longest[1] / 1000, `${longest[0]}; Postgres, nginx, two webs, two workers, two schedulers`),
    {
      name: 'the same, of the browsers alone',
      measured: Math.max(...ofPages.map(([, ms]) => ms)) / 1000,
      unit: 's',
      atMost: 5,
    },
    {
      name: `lost of ${load.posted.length} acknowledged messages`,
      measured: lost.length,
      unit: '',
      atMost: 0,
      note: `${load.repeats} posts were sent again`,
    },
    { name: 'there twice', measured: doubled, unit: '', atMost: 0 },
    { name: 'pages that differ from a reload', measured: wrong, unit: '', atMost: 0 },
  ]
}

/**
 * @param {number} seconds
 * @param {string} note
 * @returns {Figure}
 */
function silenceFigure(seconds, note) {
  return { name: 'rolling restart at 100 messages/s, silence', measured: seconds, unit: 's', atMost: 5, note }
}
