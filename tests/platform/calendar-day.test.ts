import { expect, test } from 'vitest'
import { calendarDay, calendarDayOrNone, dayAfter, daysBetween } from '../../src/platform/calendar-day.ts'
import { readPreferences } from '../../src/platform/http/preferences.ts'
import { parseInput } from '../../src/platform/parse-input.ts'
import * as z from 'zod'

test.each(['2026-03-12', '1900-01-01', '2999-12-31', '2024-02-29'])('%s is a day', (day) => {
  expect(calendarDay.parse(day)).toBe(day)
})

test.each([
  '2026-02-30',
  '2026-02-29',
  '1899-12-31',
  '3000-01-01',
  '2026-3-1',
  '2026-03-12T00:00',
  ' 2026-03-12',
  '',
  7,
])('%j is refused in words', (day) => {
  expect(() => parseInput(z.object({ dueOn: calendarDay }), { dueOn: day })).toThrow(
    expect.objectContaining({ fields: { dueOn: 'Is not a day in the calendar' } }),
  )
})

test('a field that was left empty means no day, and nonsense does not', () => {
  expect(calendarDayOrNone.parse('')).toBeNull()
  expect(calendarDayOrNone.parse(' 2026-03-12 ')).toBe('2026-03-12')
  expect(calendarDayOrNone.safeParse('2026-02-30').error?.issues[0]?.message).toBe('is not a day in the calendar')
})

test('days are counted across months, years and changes of the clocks', () => {
  expect(dayAfter('2026-03-28', 2)).toBe('2026-03-30')
  expect(dayAfter('2026-01-01', -1)).toBe('2025-12-31')
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
  expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2)
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
})

const evening = new Date('2026-03-12T11:30:00Z')

test.each([
  ['timezone=Pacific%2FAuckland', 'Pacific/Auckland', '2026-03-13'],
  ['theme=dark; timezone=Europe%2FBerlin', 'Europe/Berlin', '2026-03-12'],
  ['timezone=Pacific%2FPago_Pago', 'Pacific/Pago_Pago', '2026-03-12'],
  ['timezone=Etc%2FGMT%2B12', 'Etc/GMT+12', '2026-03-11'],
  ['timezone=Nowhere%2FAtAll', 'UTC', '2026-03-12'],
  ['timezone=%E0%A4%A', 'UTC', '2026-03-12'],
  [`timezone=${'x'.repeat(500)}`, 'UTC', '2026-03-12'],
  ['timezone=', 'UTC', '2026-03-12'],
  [undefined, 'UTC', '2026-03-12'],
])('with the cookie %j the day is that of %s', (cookie, timeZone, today) => {
  expect(readPreferences(cookie, evening)).toMatchObject({ timeZone, today })
})
