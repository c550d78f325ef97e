/** Says something at once to whoever listens to the page instead of looking at it. */
export function speak(words: string): void {
  const region = document.querySelector('[data-moving-words]')
  if (region !== null) region.textContent = words
}
