//! Which addresses are dialled when, and what a receipt says of it.

use super::*;

fn dual() -> Table {
    Table::of(&[("dual.example.com", &["2606:2800::1", "93.184.215.14"])])
}

fn request(egress: &Egress) -> Request {
    let target = Target::parse("https://dual.example.com/", egress.policy()).unwrap();
    Request { method: Method::Get.into(), target, headers: Vec::new(), body: None }
}

#[tokio::test(start_paused = true)]
async fn the_next_address_is_tried_at_once_when_one_refuses() {
    let (egress, recorder) = egress(&[], &[], dual());
    let since = Instant::now();
    let exchange = egress.send(request(&egress)).await;
    assert_eq!(exchange.answer.err(), Some(ProbeFailure::Unreachable));
    assert_eq!(since.elapsed(), Duration::ZERO);
    let dialled: Vec<_> = recorder.dialled().iter().map(ToString::to_string).collect();
    assert_eq!(dialled, ["[2606:2800::1]:443", "93.184.215.14:443"]);
}

/// Swallows every SYN.
#[derive(Default)]
struct Silence(Mutex<Vec<Duration>>, Option<Instant>);

impl Dial for Silence {
    fn dial(&self, _: &VettedAddr) -> Dialling {
        self.0.lock().unwrap().push(self.1.unwrap().elapsed());
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn silence_gives_the_next_address_its_turn_and_ends_after_3_seconds() {
    let since = Instant::now();
    let silence = Arc::new(Silence(Mutex::default(), Some(since)));
    let config = EgressConfig { resolver: Some(Arc::new(dual())), ..EgressConfig::default() };
    let dialer: Arc<dyn Dial> = silence.clone();
    let egress = Egress::with_dialer(config, dialer).unwrap();
    let exchange = egress.send(request(&egress)).await;
    assert_eq!(exchange.answer.err(), Some(ProbeFailure::TimedOut));
    assert_eq!(exchange.sent.peer, None);
    let about = |time: Duration| time.as_millis() / 10 * 10;
    assert_eq!(about(since.elapsed()), 3_000);
    let dialled: Vec<_> = silence.0.lock().unwrap().iter().copied().map(about).collect();
    assert_eq!(dialled, [0, 250]);
}

#[tokio::test]
async fn the_reason_is_for_the_operator_and_names_the_remedy() {
    let names = Table::of(&[("a-10.example.com", &["10.0.0.5"])]);
    let (egress, _) = egress(&[], &[], names);
    let cases = [
        ("http://a-10.example.com/", "a-10.example.com is or resolves to 10.0.0.5, which is in a private network"),
        ("http://api.example.com:6379/", "the operator adds \"api.example.com:6379\" to [egress] allow"),
        ("http://2130706433/", "write four decimal numbers"),
        ("http://１２７.0.0.1/", "write 127.0.0.1"),
        ("http://[::ffff:8.8.8.8]/", "write 8.8.8.8"),
        ("http://user@api.example.com/", "user name or password"),
        ("http://nx.example.com/", "check its spelling and its DNS records"),
        ("http://kubernetes.default.svc/", "search list"),
    ];
    for (url, expected) in cases {
        let why = egress.explain(url).await.unwrap_err().to_string();
        assert!(why.contains(expected), "{url}: {why}");
    }
    let explanation = egress.explain("https://API.example.com").await.unwrap().to_string();
    assert_eq!(explanation, "https://api.example.com/ would be asked at 93.184.215.14, port 443; all of it is public");
}

#[tokio::test]
async fn a_mapped_answer_is_judged_and_dialled_as_what_it_maps() {
    let names = || Table::of(&[("public.example.com", &["::ffff:93.184.215.14"]), ("inside.example.com", &["::ffff:10.1.2.3"])]);
    let cases = [
        ("http://public.example.com/", &[][..], Some("93.184.215.14:80")),
        ("http://inside.example.com/", &[], None),
        ("http://inside.example.com/", &["10.0.0.0/8"], Some("10.1.2.3:80")),
    ];
    for (url, allow, expected) in cases {
        let (egress, recorder) = egress(allow, &[], names());
        let dialled: Vec<_> = get(&egress, &recorder, url).await.1.iter().map(ToString::to_string).collect();
        assert_eq!(dialled, expected.into_iter().collect::<Vec<_>>(), "{url}, {allow:?}");
    }
}
