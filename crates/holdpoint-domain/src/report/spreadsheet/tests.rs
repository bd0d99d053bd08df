//! No cell is a formula, however the file is read.

use proptest::prelude::*;

use super::*;

#[test]
fn what_begins_a_formula_has_an_apostrophe() {
    let cases = [
        ("a = b", "a = b", "inside a text it means nothing"),
        ("=1+1", "'=1+1", "a formula"),
        ("  =1", "  '=1", "behind spaces"),
        ("\u{a0}\t@SUM(A1)", "\u{a0} '@SUM(A1)", "behind other spaces"),
        ("-5", "'-5", "a number below zero too: a program cannot tell"),
        ("＝cmd|' /C calc'!A0", "'＝cmd|' /C calc'!A0", "wide"),
        ("first\n+second\r\n-third", "first\n'+second\n'-third", "each line"),
        ("a;=1", "a;'=1", "where the semicolon separates"),
        ("a,\"=1", "a,\"'=1", "behind a quote"),
        ("\u{feff}=1", "[U+FEFF]=1", "what cannot be seen is written out, so it no longer begins with it"),
        ("", "", "nothing"),
    ];
    for (text, expected, about) in cases {
        assert_eq!(inert(text), expected, "{about}");
    }
}

/// The cells that a program may see: cut at every separator and line end, quotes and spaces dropped.
fn cells(file: &str) -> impl Iterator<Item = &str> {
    let begin = |cell: &'_ str| -> usize { cell.find(|c: char| !is_skipped(c)).unwrap_or(cell.len()) };
    file.split(SEPARATORS).map(move |cell| &cell[begin(cell)..])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_cell_is_a_formula(text in "[-=+@＝＋－＠﹦﹢﹣﹫⁼⁺⁻−a1 \"',;|\t\r\n\u{a0}\u{200d}\u{feff}\0]{0,30}|\\PC{0,30}|(?s).{0,20}") {
        let mut bytes = Vec::new();
        let mut lines = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(&mut bytes);
        lines.write_record([inert("a"), inert(&text), inert("b")]).unwrap();
        lines.flush().unwrap();
        drop(lines);
        let file = String::from_utf8(bytes).unwrap();
        for cell in cells(&file) {
            prop_assert!(!cell.starts_with(FORMULA), "{:?} in {:?}", cell, file);
        }
        let mut read = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
        let record = read.records().next().unwrap().unwrap();
        prop_assert_eq!(&record[1], inert(&text), "RFC 4180 gives the same text back");
        prop_assert_eq!(record[1].replace('\'', ""), legible(&text).replace('\'', ""), "nothing but apostrophes is added");
    }
}
