//! tmp
use holdpoint_domain::report::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let b = std::fs::read(&a[1]).unwrap();
    let r = Reading::open(&b).unwrap();
    let old = a.get(3).map(|p| Reading::open(&std::fs::read(p).unwrap()).unwrap());
    let since = old.as_ref().map_or(Since::First, Since::Report);
    let o = Outline::of(&r, since, Vouched::Nobody).unwrap();
    std::fs::write(format!("{}.md", a[2]), markdown(&o)).unwrap();
    std::fs::write(format!("{}.csv", a[2]), csv(&o)).unwrap();
    let t = std::time::Instant::now();
    std::fs::write(format!("{}.pdf", a[2]), holdpoint_pdf::pdf(&o, b).unwrap()).unwrap();
    println!("{:?}", t.elapsed());
}
