import type { Answer, AnswerError } from '../live/protocol.ts'

const UNREACHABLE = { code: 'unavailable', message: 'The server can’t be reached. Try again in a moment.' }

/** Calls the JSON API in the viewer's name. Never rejects: no answer is an answer with the code `unavailable`. */
export async function callApi<Facts>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer<Facts>> {
  try {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(path, { method, headers: headers(), ...sent })
    const answer: unknown = await response.json()
    return response.ok
      ? { ok: true, ...(answer as Facts) }
      : { ok: false, error: (answer as { error: AnswerError }).error }
  } catch {
    return { ok: false, error: UNREACHABLE }
  }
}

function headers(): Record<string, string> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? ''
  return { accept: 'application/json', 'content-type': 'application/json', 'x-csrf-token': token }
}
