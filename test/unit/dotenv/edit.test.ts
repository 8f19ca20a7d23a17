// Setting and removing a variable: exactly its own characters change.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import dotenv from 'dotenv';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { commentOut, removeVariable, setVariable } from '../../../src/dotenv/edit.ts';
import { readVariable, scan } from '../../../src/dotenv/scan.ts';
import { anyText, envFile } from './files.ts';

function set(text: string, value = 'new', name = 'K') {
  const outcome = setVariable(text, name, value);
  if (outcome.outcome !== 'set') throw new assert.AssertionError({ message: `refused: ${outcome.reason}` });
  return outcome;
}

const REPLACED: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'a plain value': ['A=1\nK=old\nB=2\n', 'A=1\nK=new\nB=2\n'],
  'an empty value': ['K=\nB=2\n', 'K=new\nB=2\n'],
  'an empty value before a comment': ['K= # c\n', 'K=new # c\n'],
  'an empty value behind a colon': ['K: \n', 'K: new\n'],
  'double quotes': ['K="old"  # c\n', 'K="new"  # c\n'],
  'empty quotes': ["K=''\n", "K='new'\n"],
  'export, blanks and comment': ['  export K=old  # c\n', '  export K=new  # c\n'],
  'spaces around the equals sign': ['K = old\n', 'K = new\n'],
  'a colon': ['K: old\n', 'K: new\n'],
  'CRLF and byte order mark': ['\ufeffA=1\r\nK=old\r\n', '\ufeffA=1\r\nK=new\r\n'],
  'lone CR': ['A=1\rK=old\r', 'A=1\rK=new\r'],
  'no line ending': ['K=old', 'K=new'],
  'a value of several lines': ['K="a\nK=b\nc"\nZ=1\n', 'K="new"\nZ=1\n'],
  'the last of several': ['K=a\nB=1\nK=b\n', 'K=a\nB=1\nK=new\n'],
  'a comment that touches the value': ['K=old#c\n', 'K=new #c\n'],
  'a comment that touches the quotes': ['K="old"#c\n', 'K="new" #c\n'],
  'a comment that touches the equals sign': ['K=#c\n', 'K=new #c\n'],
  backticks: ['K=`old`#c\n', 'K=new #c\n'],
  'backticks behind a blank': ['K= `old`\n', 'K=new\n'],
  'a tab in front': ['K=\told\n', 'K=new\n'],
  'a quote that is never closed': ['K="old\nB=1\n', 'K=new\nB=1\n'],
  'text behind quotes': ['K="a" b # c\n', 'K=new # c\n'],
};

const ADDED: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'an empty file': ['', 'K=new\n'],
  'a file with LF': ['A=1\n', 'A=1\nK=new\n'],
  'a file with CRLF': ['A=1\r\n', 'A=1\r\nK=new\r\n'],
  'a file without a last line ending': ['A=1\r\nB=2', 'A=1\r\nB=2\r\nK=new'],
  'a file of one line': ['A=1', 'A=1\nK=new'],
  'a file of comments': ['# K=old\n', '# K=old\nK=new\n'],
  'a file that exports everything': ['export A=1\nexport B=2\n', 'export A=1\nexport B=2\nexport K=new\n'],
  'a file that exports something': ['export A=1\nB=2\n', 'export A=1\nB=2\nK=new\n'],
  'a byte order mark alone': ['\ufeff', '\ufeffK=new\n'],
};

describe('setting a variable', () => {
  for (const [name, [before, after]] of Object.entries(REPLACED)) {
    it(`replaces ${name}`, () => assert.equal(set(before).text, after));
  }
  for (const [name, [before, after]] of Object.entries(ADDED)) {
    it(`adds to ${name}`, () => assert.equal(set(before).text, after));
  }

  it('says what was there, what is there now and where', () => {
    const { previous, span, text, edits } = set('A=1\nK="old" # c\n', 'longer');
    assert.equal(previous, 'old');
    assert.equal(text.slice(span.start, span.end), 'longer');
    assert.deepEqual(edits, [{ start: 7, end: 10, text: 'longer' }]);
    assert.equal('previous' in set('A=1\n'), false);
  });

  it('changes nothing when the value is there already', () => {
    assert.deepEqual(set('K="new"\n').edits, []);
  });

  it('points out what does not count', () => {
    const text = 'K=a\nK="b"\nK=c\n';
    assert.deepEqual(
      set(text).duplicates.map(({ start, end }) => text.slice(start, end)),
      ['a', 'b'],
    );
  });

  it('warns of what keeps readers from the value', () => {
    const codes = (text: string) => set(text).warnings.map(({ code }) => code);
    assert.deepEqual(codes('A=1\nK="x" # c\n'), []);
    assert.deepEqual(codes('K=a\nK=b\n'), ['duplicates']);
    assert.deepEqual(codes('K: a\n'), ['colon']);
    assert.deepEqual(codes('K =a\n'), ['spaces']);
    assert.deepEqual(codes('K= a\n'), ['spaces']);
    assert.deepEqual(codes('\ufeffK=a\r\n'), ['crlf', 'bom']);
    assert.deepEqual(codes('A=1\rK=a\r'), ['lone-cr']);
  });

  it('refuses values that readers understand differently, without repeating them', () => {
    for (const value of ['', 'a b', 'secret value', 'a#b', "a'b", 'a"b', 'a`b', 'a$b', 'a\\b', 'a\nb', 'ä']) {
      const outcome = setVariable('K=old\n', 'K', value);
      assert.ok(outcome.outcome === 'refused', JSON.stringify(value));
      assert.equal(outcome.cause, 'value');
      assert.ok(value.length < 3 || !outcome.reason.includes(value));
    }
  });

  it('refuses new names that shells cannot hold, and takes them where they are', () => {
    assert.equal(setVariable('', 'MY-KEY', 'x').outcome, 'refused');
    assert.equal(setVariable('', '1K', 'x').outcome, 'refused');
    assert.equal(setVariable('', '', 'x').outcome, 'refused');
    assert.equal(set('MY-KEY=old\n', 'new', 'MY-KEY').text, 'MY-KEY=new\n');
  });

  it('keeps a new line apart from a bare “key:”, which dotenv would take it for the value of', () => {
    assert.equal(set('A:', 'x', 'K').text, 'A:\n\nK=x');
    assert.equal(set('export A:\r\n', 'x', 'K').text, 'export A:\r\n\r\nK=x\r\n');
    assert.equal(set('\nA:\r', 'x', 'K').text, '\nA:\r\n\nK=x\n');
    assert.equal(set('A:\nK=old\n', 'x', 'K').text, 'A:\nK=old\nK=x\n');
  });

  it('keeps every other character and is read back, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, envFile), (text) => {
        const outcome = set(text, 'cfut_x-1', 'KEY');
        const [edit] = outcome.edits;
        if (edit !== undefined) {
          assert.equal(outcome.text, text.slice(0, edit.start) + edit.text + text.slice(edit.end));
          assert.match(
            edit.text,
            /^(?:\r\n?|\n){0,3}(?:export )?(?:NEW_KEY=|KEY=)?cfut_x-1["']? ?(?:\r\n?|\n)?$/,
          );
        }
        assert.equal(outcome.text.slice(outcome.span.start, outcome.span.end), 'cfut_x-1');
        assert.equal(readVariable(outcome.text, 'KEY'), 'cfut_x-1');
        assert.equal(dotenv.parse(outcome.text.replace(/^\ufeff/, ''))['KEY'], 'cfut_x-1');
        assert.deepEqual(set(outcome.text, 'cfut_x-1', 'KEY').edits, []);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('setting a variable in a file that a shell runs', () => {
  const inShell = (text: string) => {
    const outcome = setVariable(text, 'K', 'new', { forShell: true });
    assert.ok(outcome.outcome === 'set');
    return { text: outcome.text, codes: outcome.warnings.map(({ code }) => code) };
  };

  it('exports a new one, whatever the others do', () => {
    for (const before of ['', 'A=1\n', 'export A=1\n', 'layout node\nPATH_add bin\n', 'dotenv\r\n']) {
      const eol = before.endsWith('\r\n') ? '\r\n' : '\n';
      assert.equal(inShell(before).text, `${before}export K=new${eol}`);
      assert.ok(!inShell(before).codes.includes('not-exported'));
    }
    assert.equal(inShell('A=1').text, 'A=1\nexport K=new');
  });

  it('leaves one that is there as it is, and says where programs do not see it', () => {
    for (const before of [
      'K=old\n',
      '# export K\nK=old\n',
      'export K2\nK=old\n',
      'set -e\nK=old # export K\n',
    ]) {
      assert.deepEqual(inShell(before), { text: before.replace('old', 'new'), codes: ['not-exported'] });
    }
    const exported = [
      'export K=old\n',
      'K=old\nexport K\n',
      'export A K\nK=old\n',
      'declare -x K\nK=old\n',
      'set -a\nK=old\nset +a\n',
      'set -ea\nK=old\n',
      'set -o allexport\nK=old\n',
    ];
    for (const before of exported) assert.deepEqual(inShell(before).codes, [], before);
    assert.deepEqual(inShell('export K=a\nK=old\n').codes, ['duplicates'], 'exported once is exported');
  });

  it('is seen by the programs that the shell starts', () => {
    const seen = (script: string) =>
      execFileSync('bash', ['-c', `${script}\nexec "$0" -p 'process.env.K'`, process.execPath], {
        encoding: 'utf8',
      }).trim();
    for (const before of ['', 'A=1\n', 'K=old\nexport K\n', 'set -a\nK=old\n', 'declare -x K\nK=old\n'])
      assert.equal(seen(inShell(before).text), 'new', before);
    assert.equal(seen(inShell('K=old\n').text), 'undefined');
  });
});

describe('commenting a variable out', () => {
  it('keeps every line of it as a comment', () => {
    const text = '\ufeffK=1\r\nA=2\r\nexport K="x\r\ny" # c\r\nB=3\r\nC=4';
    assert.equal(
      commentOut(text, ['K', 'B', 'C']).text,
      '\ufeff# K=1\r\nA=2\r\n# export K="x\r\n# y" # c\r\n# B=3\r\n# C=4',
    );
    assert.deepEqual(commentOut('A=1\n', ['K']), { edits: [], text: 'A=1\n' });
  });

  it('leaves nothing of it to any reader and everything else, whatever the file', () => {
    fc.assert(
      fc.property(envFile, (text) => {
        const rest = commentOut(text, ['KEY']).text;
        const others = (of: string) =>
          scan(of)
            .entries.filter(({ key }) => key !== 'KEY')
            .map(({ key, value }) => [key, value]);
        assert.equal(readVariable(rest, 'KEY'), undefined, rest);
        assert.deepEqual(others(rest), others(text));
      }),
    );
  });
});

describe('removing a variable', () => {
  it('takes out every entry of it with its line', () => {
    const text = '# top\nexport K="a\nb" # c\nA=1\nK=2\nPEM="\nK=inside\n"\nK=3';
    assert.equal(removeVariable(text, 'K').text, '# top\nA=1\nPEM="\nK=inside\n"\n');
    assert.equal(removeVariable(text, 'K').edits.length, 3);
  });

  it('leaves a text without it alone', () => {
    assert.deepEqual(removeVariable('A=1\n', 'K'), { edits: [], text: 'A=1\n' });
  });

  it('leaves nothing of it and everything else, whatever the file', () => {
    fc.assert(
      fc.property(envFile, (text) => {
        const rest = removeVariable(text, 'KEY').text;
        const others = (of: string) =>
          scan(of)
            .entries.filter(({ key }) => key !== 'KEY')
            .map(({ key, value }) => [key, value]);
        assert.equal(readVariable(rest, 'KEY'), undefined);
        assert.deepEqual(others(rest), others(text));
      }),
    );
  });
});
