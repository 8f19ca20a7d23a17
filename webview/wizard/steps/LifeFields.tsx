// When a token's life begins and ends: simple choices, or a date and time in the person's zone with UTC beside it.
import * as l10n from '@vscode/l10n';
import { useId, useState } from 'preact/hooks';
import { parseTime, relativeTime, wholeSeconds } from '../../../src/tokens/times.ts';
import {
  endOfLife,
  lifetimeName,
  LIFETIMES,
  localText,
  readLocalText,
  timeZoneWords,
  utcWords,
} from '../../../src/tokens/ttl.ts';
import { timeFormat } from '../language.ts';
import { useWork } from '../wizard-context.ts';
import { Segments } from '../view/Segments.tsx';

const HOUR = 3_600_000;

/** The end: a lifetime, a date, or none. */
export function EndField() {
  const { work, dispatch } = useWork();
  const { expiresOn, notBefore } = work.draft;

  function choose(key: (typeof LIFETIMES)[number] | 'date'): void {
    if (key !== 'date') {
      dispatch({ type: 'lifetimeChosen', lifetime: key });
      return;
    }
    const start = parseTime(notBefore) ?? new Date();
    const inMind = expiresOn ?? endOfLife('30-days', nextHour(start)) ?? '';
    dispatch({ type: 'endTyped', expiresOn: inMind });
  }

  const chosen = work.lifetime ?? (expiresOn === undefined ? 'none' : 'date');
  return (
    <>
      <Segments
        label={l10n.t('Ends')}
        testId="lifetime"
        chosen={chosen}
        options={[
          ...LIFETIMES.map((lifetime) => [lifetime, lifetimeName(lifetime)] as const),
          ['date', l10n.t('On a Date…')] as const,
        ]}
        onChoose={choose}
      />
      {chosen === 'date' ? (
        <DateField
          label={l10n.t('End')}
          testId="end"
          time={expiresOn}
          onTime={(time) => dispatch({ type: 'endTyped', expiresOn: time })}
        />
      ) : (
        <Moment time={expiresOn} />
      )}
    </>
  );
}

/** The start: at once, or a date. */
export function StartField() {
  const { work, dispatch } = useWork();
  const { notBefore } = work.draft;
  const chosen = notBefore === undefined ? 'now' : 'date';
  return (
    <>
      <Segments
        label={l10n.t('Starts')}
        testId="start"
        chosen={chosen}
        options={[
          ['now', l10n.t('At once')],
          ['date', l10n.t('On a Date…')],
        ]}
        onChoose={(key) =>
          dispatch({
            type: 'startTyped',
            ...(key === 'date' && { notBefore: notBefore ?? wholeSeconds(nextHour(new Date())) }),
          })
        }
      />
      {chosen === 'date' && (
        <DateField
          label={l10n.t('Start')}
          testId="begin"
          time={notBefore}
          onTime={(time) => dispatch({ type: 'startTyped', notBefore: time })}
        />
      )}
    </>
  );
}

interface DateFieldProps {
  readonly label: string;
  readonly testId: string;
  /** RFC 3339; what is no time leaves the field empty. */
  readonly time: string | undefined;
  /** Gets UTC in whole seconds, or an empty text for what is no time yet. */
  readonly onTime: (time: string) => void;
}

function DateField({ label, testId, time, onTime }: DateFieldProps) {
  const id = useId();
  const date = parseTime(time);
  const [said, setSaid] = useState<string>();

  function take(text: string): void {
    const read = readLocalText(text);
    setSaid(read.outcome === 'valid' ? read.note : undefined);
    onTime(read.outcome === 'valid' ? read.time : '');
  }

  return (
    <div class="date-field">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="datetime-local"
        class="date"
        step={1}
        data-testid={testId}
        value={date === undefined ? '' : localText(date)}
        aria-describedby={`${id}-help`}
        onInput={({ currentTarget }) => take(currentTarget.value)}
      />
      <p class="help" id={`${id}-help`}>
        {timeZoneWords(date ?? new Date())}
        {date !== undefined && ` · ${utcWords(date)} · ${relativeTime(date, new Date(), timeFormat())}`}
      </p>
      {said !== undefined && <p class="help">{said}</p>}
    </div>
  );
}

/** A chosen end as a date, so that nobody has to count. */
function Moment({ time }: { readonly time: string | undefined }) {
  const date = parseTime(time);
  return (
    <p class="help" data-testid="moment">
      {date === undefined
        ? l10n.t('Works until it is disabled or deleted.')
        : l10n.t('{0}, {1}', localText(date).replace('T', ' '), `${timeZoneWords(date)} · ${utcWords(date)}`)}
    </p>
  );
}

function nextHour(time: Date): Date {
  return new Date(Math.ceil(time.getTime() / HOUR) * HOUR);
}
