export type YamlTokenType = 'key' | 'string' | 'number' | 'word' | 'sign';

export interface YamlToken {
  readonly type: YamlTokenType;
  readonly text: string;
}

const LINE = /^(\s*(?:- )*)("(?:[^"\\]|\\.)*"|[^\s"'#:[\]{}][^:]*?)(:)(?= |$)(.*)$/;

/**
 * Colours for one line as our printer writes it. Lines inside a literal block that look like a field are coloured
 * as one: harmless.
 */
export function yamlTokens(line: string): readonly YamlToken[] {
  const field = LINE.exec(line);
  if (field !== null) {
    const [, signs = '', key = '', colon = '', value = ''] = field;
    return [...sign(signs), { type: 'key', text: key }, { type: 'sign', text: colon }, ...scalar(value)];
  }
  const item = /^(\s*(?:- )*)(.*)$/.exec(line);
  return [...sign(item?.[1] ?? ''), ...scalar(item?.[2] ?? line)];
}

function sign(text: string): readonly YamlToken[] {
  return text === '' ? [] : [{ type: 'sign', text }];
}

function scalar(text: string): readonly YamlToken[] {
  const value = text.trim();
  if (value === '') return sign(text);
  if (/^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(value)) return [{ type: 'number', text }];
  if (/^(?:true|false|null|\[\]|\{\})$/.test(value)) return [{ type: 'word', text }];
  if (/^\|[-+]?$/.test(value)) return sign(text);
  return [{ type: 'string', text }];
}
