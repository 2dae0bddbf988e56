/** Scripts (ISO 15924) whose letters join, or form conjuncts: there a joiner changes their shape. */
const JOINING_SCRIPTS =
  'Arab Syrc Mand Nkoo Mong Phag Adlm Rohg Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt Java Bali Newa Cakm';

const JOINING = `(?=[\\p{L}\\p{M}])[${JOINING_SCRIPTS.replaceAll(/\w+ ?/g, (script) => `\\p{scx=${script.trim()}}`)}]`;
const EMOJI = String.raw`\p{Extended_Pictographic}`;
const TAG = String.raw`[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]`;

/**
 * Where an invisible character changes what people see: joiners beside letters of joining scripts or between
 * emoji, variation selectors after what has variants (and in keycaps), the Mongolian vowel separator, and the
 * tags of a flag (UTS #51, appendix C: at most seven). Elsewhere it would make two names of one look.
 */
const NEEDED = [
  String.raw`(?<=${JOINING})[\u200c\u200d]`,
  String.raw`(?<![\u200c\u200d])[\u200c\u200d](?=${JOINING})`,
  String.raw`(?<=${EMOJI}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=${EMOJI})`,
  String.raw`(?<=${EMOJI})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=[\p{Script=Han}\p{Script=Mymr}\p{Script=Phag}])[\ufe00-\ufe0d]`,
  String.raw`(?<=\p{Unified_Ideograph})[\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=\p{Script=Mong})(?:[\u180b-\u180d\u180f]|\u180e(?=\p{Script=Mong}))`,
  String.raw`(?<=\u{1f3f4}${TAG}{0,6})${TAG}{1,7}\u{e007f}`,
  String.raw`(?<=\u{1f3f4}${TAG}{1,7})\u{e007f}`,
].join('|');

/** Direction marks. Beside right-to-left letters they decide what stands where, and else nothing. */
const DIRECTION_MARK = String.raw`[\u061c\u200e\u200f]`;

/** Every other default-ignorable code point, e.g. zero-width spaces, fillers and byte order marks. */
const INVISIBLE = String.raw`(?!${NEEDED}|${DIRECTION_MARK})\p{Default_Ignorable_Code_Point}`;

/** The patterns for every text that is more than visible ASCII with single spaces. */
const makePatterns = () => ({
  /** Spaces of every script, and U+2800, a Braille cell without dots. */
  spaces: /[\p{Zs}\u2800]+/gu,
  /** What can be taken off an end without changing what people see: nothing stands there for it to act on. */
  leading: /^[ \p{Default_Ignorable_Code_Point}]+/u,
  trailing: new RegExp(`(?: |${DIRECTION_MARK}|${INVISIBLE})+$`, 'u'),
  /**
   * Control, private-use and unassigned characters, line separators, the replacement character of broken
   * decoding, marks that change text direction, and {@link INVISIBLE}. Names do not need them, and SQS
   * refuses some of them.
   */
  unprintable: new RegExp(
    String.raw`[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]|${INVISIBLE}`,
    'u',
  ),
  directionMark: new RegExp(DIRECTION_MARK, 'u'),
  rightToLeft:
    /(?=\p{L})[\p{scx=Hebr}\p{scx=Arab}\p{scx=Syrc}\p{scx=Thaa}\p{scx=Nkoo}\p{scx=Mand}\p{scx=Samr}\p{scx=Adlm}\p{scx=Rohg}]/u,
  visible: /(?!\p{Default_Ignorable_Code_Point})[^\p{C}\p{Z}\p{M}]/u,
});

let made: ReturnType<typeof makePatterns> | undefined;

/**
 * Returns the patterns, made at the first call: V8 expands their sets of characters, which takes 8 ms of CPU, and
 * most functions never see a text that needs them.
 */
export const getTextPatterns = (): ReturnType<typeof makePatterns> => {
  made ??= makePatterns();
  return made;
};
