/** What a process leans on, by name: each question is answered when that answers. */
export type Questions = Record<string, () => Promise<unknown>>

/** Whether a process can do its work now. */
export interface Readiness {
  /** Asks everything, for two seconds at most. */
  look(): Promise<{ isReady: boolean; answers: Record<string, boolean> }>
  /** From now on it is not ready: whoever stands in front sends nobody here any more. */
  stop(): void
}

const answerWithinMs = 2000

export function createReadiness(questions: Questions): Readiness {
  let isStopping = false
  return {
    async look() {
      const asked = Object.entries(questions).map(async ([name, ask]) => [name, await isAnswered(ask())] as const)
      const answers = Object.fromEntries(await Promise.all(asked))
      const isReady = !isStopping && Object.values(answers).every(Boolean)
      return { isReady, answers: isStopping ? { ...answers, stopping: true } : answers }
    },
    stop() {
      isStopping = true
    },
  }
}

async function isAnswered(question: Promise<unknown>): Promise<boolean> {
  const tooLate = new Promise<boolean>((resolve) => setTimeout(resolve, answerWithinMs, false).unref())
  const answered = question.then(
    () => true,
    () => false,
  )
  return Promise.race([answered, tooLate])
}
