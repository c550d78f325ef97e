/** Where the one section begins in memory, and in the file. */
const sectionAddress = 0x1000
const sectionOffset = 0x200

export interface Forwarding {
  /** Of the library, such as `some.dll`. */
  name: string
  /** The one function that it has. */
  function: string
  /** Where that is in truth, such as `advapi32.SystemFunction036`. */
  target: string
}

/**
 * A Windows library (PE32+, x64) without any code, whose one function is another library's. For what a Wine does not have yet and
 * every Windows has.
 */
export function forwardingLibrary(forwarding: Forwarding): Buffer {
  const section = exportSection(forwarding)
  const file = Buffer.alloc(sectionOffset * 2)
  writeHeaders(file, section.length)
  section.copy(file, sectionOffset)
  return file
}

/** The export directory, its three tables of one entry each, and the strings that they point to. */
function exportSection({ name, function: exported, target }: Forwarding): Buffer {
  const tables = 40
  const strings = tables + 10
  const texts = [name, exported, target].map((text) => Buffer.from(`${text}\0`, 'latin1'))
  const [nameAt, exportedAt, targetAt] = texts.map(
    (_, place) => sectionAddress + strings + texts.slice(0, place).reduce((sum, text) => sum + text.length, 0),
  ) as [number, number, number]
  const section = Buffer.concat([Buffer.alloc(strings), ...texts])
  section.writeUInt32LE(nameAt, 12)
  // The first ordinal, and how many functions and names there are.
  for (const offset of [16, 20, 24]) section.writeUInt32LE(1, offset)
  for (const [place, offset] of [28, 32, 36].entries())
    section.writeUInt32LE(sectionAddress + tables + place * 4, offset)
  // An address within this section means: look for it where this text says.
  section.writeUInt32LE(targetAt, tables)
  section.writeUInt32LE(exportedAt, tables + 4)
  return section
}

function writeHeaders(file: Buffer, sectionBytes: number): void {
  const [signature, coff, optional, sections] = [64, 68, 88, 328]
  file.write('MZ', 0, 'latin1')
  file.writeUInt32LE(signature, 0x3c)
  file.write('PE', signature, 'latin1')
  file.writeUInt16LE(0x8664, coff)
  file.writeUInt16LE(1, coff + 2)
  file.writeUInt16LE(sections - optional, coff + 16)
  // An image, of large addresses, that is a library.
  file.writeUInt16LE(0x2022, coff + 18)
  writeOptionalHeader(file.subarray(optional, sections), sectionBytes)
  file.write('.rdata', sections, 'latin1')
  for (const [offset, value] of [
    [8, sectionBytes],
    [12, sectionAddress],
    [16, sectionOffset],
    [20, sectionOffset],
    // Readable constants.
    [36, 0x40000040],
  ] as const)
    file.writeUInt32LE(value, sections + offset)
}

function writeOptionalHeader(header: Buffer, sectionBytes: number): void {
  header.writeUInt16LE(0x20b, 0)
  header.writeUInt32LE(sectionOffset, 8)
  header.writeUInt32LE(sectionAddress, 20)
  header.writeBigUInt64LE(0x1_8000_0000n, 24)
  for (const [offset, value] of [
    // The alignment in memory and in the file, the size of the image and of its headers.
    [32, 0x1000],
    [36, 0x200],
    [56, 0x2000],
    [60, sectionOffset],
    // How many directories follow; the first is that of the exports.
    [108, 16],
    [112, sectionAddress],
    [116, sectionBytes],
  ] as const)
    header.writeUInt32LE(value, offset)
  // For Windows 6 and newer, in a console; no code in what is only read.
  for (const [offset, value] of [
    [40, 6],
    [48, 6],
    [68, 3],
    [70, 0x100],
  ] as const)
    header.writeUInt16LE(value, offset)
}
