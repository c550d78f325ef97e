import * as z from 'zod'

/** A calendar day, as `2026-03-12`: the same day for everyone, wherever they are. */
export const calendarDay = z.iso.date('is not a day in the calendar')
