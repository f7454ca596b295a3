import { visibleText } from './visible-text';

describe('visibleText', () => {
  it('keeps text of any language, tabs and line ends', () => {
    const text = 'volume "vol_db17"\tmoved\n接続が拒否されました 👩‍🔧 é';
    expect(visibleText(text)).toBe(text);
  });

  it('shows controls as pictures', () => {
    expect(visibleText('\u001b[31mred\u0007\u0000\u007f')).toBe('␛[31mred␇␀␡');
  });

  it('shows a lone carriage return, which would hide the start of a line on a terminal', () => {
    expect(visibleText('failed\rok')).toBe('failed␍ok');
    expect(visibleText('first\r\nsecond')).toBe('first\nsecond');
  });

  it('shows characters that reorder text', () => {
    expect(visibleText('\u202Egpj.exe\u202C')).toBe('⟨U+202E⟩gpj.exe⟨U+202C⟩');
    expect(visibleText('a\u2066b\u2069\u200f')).toBe('a⟨U+2066⟩b⟨U+2069⟩⟨U+200F⟩');
  });

  it('shows characters without a glyph', () => {
    expect(visibleText('vol\u200b1\ufeff\u00ad\u2028')).toBe('vol⟨U+200B⟩1⟨U+FEFF⟩⟨U+00AD⟩⟨U+2028⟩');
    expect(visibleText('\u0085')).toBe('⟨U+0085⟩');
  });
});
