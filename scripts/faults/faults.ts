import { setTimeout as delay } from 'node:timers/promises'
import { oneOf } from './acts/act.ts'
import type { ProcessName } from './instance.ts'
import type { Stage } from './stage.ts'

/** Something that goes wrong, and is over when `run` resolves. */
export interface Fault {
  name: string
  weight: number
  /** What cannot go wrong twice at a time. */
  about: string
  run(stage: Stage): Promise<void>
}

export const faults: Fault[] = [
  ...(['redis', 'web-1', 'web-2', 'worker', 'scheduler'] as const).map(killed),
  {
    name: 'a page loses its network',
    about: 'network',
    weight: 3,
    run: async (stage) => {
      const open = oneOf(stage, stage.pages)
      await open?.context.setOffline(true)
      await delay(300 + stage.random() * 6000)
      await open?.context.setOffline(false)
    },
  },
  {
    name: 'all connections to a web process are cut',
    about: 'cut',
    weight: 2,
    run: async (stage) => oneOf(stage, stage.instance.proxies)?.cut(),
  },
  {
    name: 'nothing comes through to a web process',
    about: 'held up',
    weight: 1,
    run: async (stage) => oneOf(stage, stage.instance.proxies)?.holdUp(500 + stage.random() * 6000),
  },
]

function killed(name: ProcessName): Fault {
  return {
    name: `kill -9 of ${name}`,
    about: name,
    weight: name === 'scheduler' ? 1 : 2,
    run: async ({ instance, random }) => {
      await instance.kill(name)
      await delay(random() * 3000)
      await instance.startAgain(name)
    },
  }
}
