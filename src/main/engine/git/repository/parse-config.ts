/** One setting. `key` is `section.name` or `section.subsection.name`; `value` null when it has no `=`. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: string | null;
}

/** An entry and the file that it stands in. */
export interface SourcedEntry extends ConfigEntry {
  readonly file: string;
}

/** Where a configuration cannot be read. */
export class ConfigSyntaxError extends Error {
  override readonly name = 'ConfigSyntaxError';
  constructor(readonly line: number) {
    super(`line ${line} cannot be read`);
  }
}

/**
 * Reads the text of a git configuration file.
 * Sections and names come out in lower case, subsections as they are.
 * @throws ConfigSyntaxError where git would refuse the file too
 * @see https://git-scm.com/docs/git-config "SYNTAX"
 */
export function parseConfig(text: string): ConfigEntry[] {
  return new Parser(text).entries();
}

class Parser {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  }

  entries(): ConfigEntry[] {
    const entries: ConfigEntry[] = [];
    let section = ''; // git takes keys before any section, without a name before them
    for (let char = this.#next(); char !== undefined; char = this.#next()) {
      if (/\s/.test(char)) continue;
      if (char === '#' || char === ';') this.#skipLine();
      else if (char === '[') section = `${this.#section()}.`;
      else {
        if (!/[A-Za-z]/.test(char)) this.#refuse();
        entries.push(this.#entry(section, char));
      }
    }
    return entries;
  }

  #next(): string | undefined {
    const char = this.#text[this.#at];
    if (char === undefined) return undefined;
    this.#at++;
    if (char === '\n') this.#line++;
    return char;
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #refuse(): never {
    throw new ConfigSyntaxError(this.#line);
  }

  #skipLine(): void {
    for (let char = this.#next(); char !== undefined && char !== '\n';) char = this.#next();
  }

  /** `[section]`, `[section "Subsection"]`, or the old `[section.subsection]`, which ignores case. */
  #section(): string {
    let name = '';
    for (;;) {
      const char = this.#next() ?? this.#refuse();
      if (char === ']') return name === '' ? this.#refuse() : name;
      if (/[A-Za-z0-9.-]/.test(char)) name += char.toLowerCase();
      else if (char === ' ' || char === '\t') return `${name}.${this.#subsection()}`;
      else this.#refuse();
    }
  }

  #subsection(): string {
    while (this.#peek() === ' ' || this.#peek() === '\t') this.#next();
    if (this.#next() !== '"') this.#refuse();
    let name = '';
    for (;;) {
      let char = this.#next() ?? this.#refuse();
      if (char === '"') break;
      if (char === '\\') char = this.#next() ?? this.#refuse();
      if (char === '\n') this.#refuse();
      name += char;
    }
    if (this.#next() !== ']') this.#refuse();
    return name;
  }

  #entry(section: string, first: string): ConfigEntry {
    let name = first;
    while (/[A-Za-z0-9-]/.test(this.#peek() ?? '')) name += this.#next();
    while (this.#peek() === ' ' || this.#peek() === '\t') this.#next();
    const key = section + name.toLowerCase();
    const char = this.#next();
    if (char === undefined || char === '\n') return { key, value: null };
    if (char !== '=') this.#refuse();
    return { key, value: this.#value() };
  }

  /** Up to the end of the line: quotes, escapes, continued lines; outside quotes comments end it and blanks are trimmed. */
  #value(): string {
    let value = '';
    let blanks = '';
    let quoted = false;
    for (;;) {
      const char = this.#next();
      if (char === undefined || char === '\n') {
        if (quoted) this.#refuse();
        return value;
      }
      if (!quoted && /\s/.test(char)) {
        if (value !== '') blanks += char;
        continue;
      }
      if (!quoted && (char === '#' || char === ';')) {
        this.#skipLine();
        return value;
      }
      value += blanks;
      blanks = '';
      if (char === '"') quoted = !quoted;
      else value += char === '\\' ? this.#escape() : char;
    }
  }

  #escape(): string {
    const char = this.#next();
    switch (char) {
      case '\n':
        return ''; // the value goes on in the next line
      case 't':
        return '\t';
      case 'b':
        return '\b';
      case 'n':
        return '\n';
      case '\\':
      case '"':
        return char;
      default:
        return this.#refuse();
    }
  }
}
