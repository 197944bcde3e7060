// Lines of a text on a canvas, which knows no paragraphs. Chinese breaks between characters, never
// before a closing mark (rule 33); Latin words stay whole.
const closing = /^[，。！？、；：”’）》」』…,.!?;:)]/u;
const pieces = /[\p{Script=Latin}\p{Nd}\p{Pd}’'“”"()[\]/.,!?;:%°]+\s*|\s+|./gu;

export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(pieces) ?? []) {
    const isOver = line !== '' && measure((line + piece).trimEnd()) > width;
    if (isOver && !closing.test(piece)) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}
