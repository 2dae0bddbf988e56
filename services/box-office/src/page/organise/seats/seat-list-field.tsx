import { useId, useState } from 'preact/hooks';
import { formatCount } from '../../text/formats.ts';
import { organiseTexts } from '../../text/organise.ts';
import type { ReadSeats, SeatList } from './seat-list.ts';

const texts = organiseTexts.seats;

/** Bytes. 20,000 seats with the longest ids are a third of it. */
const LARGEST_FILE = 1024 * 1024;

type SeatListFieldProps = {
  readonly list: SeatList;
  readonly read: ReadSeats;
  /** Whether to say what is wrong. Whoever is still typing is not told. */
  readonly isTried: boolean;
  /** What the API says about the seats. */
  readonly refused?: string | undefined;
  readonly onChange: (list: SeatList) => void;
};

/** A list of seats to type, or to fill from a file. The lines of a file can be corrected here. */
export function SeatListField({ list, read, isTried, refused, onChange }: SeatListFieldProps) {
  const id = useId();
  const [isFromFile, setFromFile] = useState(false);
  const [unreadable, setUnreadable] = useState<string>();
  const { seatIds, notes, mayHaveHeader } = read;
  const lines = isTried || isFromFile ? read.errors : [];
  const none = isTried && seatIds.length === 0 && lines.length === 0 ? texts.none : undefined;
  const errors = [unreadable, refused, none, ...lines].filter((error) => error !== undefined);

  const load = async (file: File) => {
    setUnreadable(undefined);
    try {
      if (file.size > LARGEST_FILE) throw new RangeError('The file is too large.');
      onChange({ ...list, text: await file.text() });
      setFromFile(true);
    } catch (error) {
      setUnreadable(error instanceof RangeError ? texts.fileTooLarge : texts.fileUnreadable);
    }
  };
  return (
    <div class="field">
      <label for={id}>{texts.label}</label>
      <p class="note" id={`${id}-note`}>
        {texts.note}
      </p>
      <textarea
        id={id}
        name="seats"
        rows={6}
        spellcheck={false}
        autocapitalize="none"
        value={list.text}
        aria-invalid={errors.length > 0}
        aria-describedby={`${id}-note ${id}-errors`}
        onInput={(event) => onChange({ ...list, text: event.currentTarget.value })}
      />
      <div id={`${id}-errors`} role="status">
        {errors.length > 0 && (
          <ul class="error">
            {errors.map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        )}
        {notes.length > 0 && (
          <ul class="note">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <p class="note">{seatIds.length > 0 && texts.count(formatCount(seatIds.length))}</p>
      </div>
      {mayHaveHeader && (
        <label class="check">
          <input
            type="checkbox"
            name="hasNoHeader"
            checked={list.hasNoHeader}
            onChange={(event) => onChange({ ...list, hasNoHeader: event.currentTarget.checked })}
          />
          {texts.hasNoHeader}
        </label>
      )}
      <FilePicker
        label={texts.file}
        accept=".csv,.txt,text/csv,text/plain"
        onPick={(file) => void load(file)}
      />
    </div>
  );
}

type FilePickerProps = {
  readonly label: string;
  readonly accept: string;
  readonly onPick: (file: File) => void;
};

/** Picks a file. The same one can be picked again, because it may have been corrected. */
export function FilePicker({ label, accept, onPick }: FilePickerProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        onClick={(event) => {
          event.currentTarget.value = '';
        }}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) onPick(file);
        }}
      />
    </div>
  );
}
