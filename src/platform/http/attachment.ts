/**
 * The Content-Disposition of a file to be saved: the name in ASCII for everyone, and as it is for those who know RFC 5987.
 * @param name how the file is to be called; what no file system takes is replaced
 */
export function attachment(name: string): string {
  const fit = name.toWellFormed().replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, '-')
  const ascii = fit
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|%/g, '_')
  const encoded = encodeURIComponent(fit).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
