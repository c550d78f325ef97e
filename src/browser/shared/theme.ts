import { setCookie } from './cookies.ts'
import { showToast } from './toasts.ts'

const THEMES = ['system', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const WORDS: Record<Theme, string> = { system: 'As the system has it', light: 'Light', dark: 'Dark' }

/** Lets the theme switch go round: as the system has it, light, dark. */
export function startTheme(): void {
  for (const button of document.querySelectorAll('[data-theme-switch]')) {
    button.addEventListener('click', () => setTheme(themeAfter(currentTheme())))
  }
}

function currentTheme(): Theme {
  const theme = document.documentElement.dataset.theme
  return THEMES.find((known) => known === theme) ?? 'system'
}

function themeAfter(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
}

function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  setCookie('theme', theme === 'system' ? null : theme)
  showToast({ words: WORDS[theme] })
}
