import { csvLine } from './csv.js';

it('quotes what RFC 4180 wants quoted', () => {
  expect(csvLine(['a', 'b,c', 'say "no"', 5, true, undefined])).toBe('a,"b,c","say ""no""",5,true,\r\n');
});

it('keeps a spreadsheet from running a text as a formula', () => {
  expect(csvLine(['=1+1', '@x', '-rf', '+a', '-5', -5])).toBe("'=1+1,'@x,'-rf,'+a,-5,-5\r\n");
});

it('neutralises what a terminal would obey', () => {
  expect(csvLine(['\u001b[2J', 'one\ntwo'])).toBe('␛[2J,one two\r\n');
});
