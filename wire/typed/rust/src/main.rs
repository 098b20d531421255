//! Writes the files of `wire/typed` as Rust's serde has them: `cargo run -- ..`, then `git diff`.

use serde::Serialize;
use std::{fs, path::PathBuf};

#[derive(Serialize)]
enum ClientEvent {
    Left,
    TextInput(String),
    Moved { x: i32, y: i32 },
    Typing { who: Option<String> },
    Pair(i32, String),
    Connected { messages: Vec<String> },
    Numbers { small: i32, big: u64, real: f64, flag: bool },
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum TaggedEvent {
    Left,
    Moved { x: i32, y: i32 },
    Typing { who: Option<String> },
    Connected { messages: Vec<String> },
}

struct Folder(PathBuf);

impl Folder {
    fn message<T: Serialize>(&self, name: &str, message: &T) {
        self.file(name, "json", serde_json::to_string(message).unwrap());
        self.file(name, "cbor.hex", hex(serde_cbor::to_vec(message).unwrap()));
        self.file(name, "msgpack.hex", hex(rmp_serde::to_vec_named(message).unwrap()));
    }

    fn compact<T: Serialize>(&self, name: &str, message: &T) {
        self.message(name, message);
        self.file(name, "compact.hex", hex(rmp_serde::to_vec(message).unwrap()));
    }

    fn file(&self, name: &str, ending: &str, content: String) {
        fs::write(self.0.join(format!("{name}.{ending}")), content).unwrap();
    }
}

fn hex(bytes: Vec<u8>) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn main() {
    let wire = PathBuf::from(std::env::args().nth(1).expect("the folder wire/typed"));
    let ab = || vec!["a".to_string(), "b".to_string()];

    let external = Folder(wire.join("external"));
    external.compact("string", &"Hello!");
    external.compact("unit", &ClientEvent::Left);
    external.compact("newtype", &ClientEvent::TextInput("abc".into()));
    external.compact("newtype-unicode", &ClientEvent::TextInput("Zoë 😀".into()));
    external.compact("newtype-long", &ClientEvent::TextInput("0123456789".repeat(4)));
    external.compact("struct", &ClientEvent::Moved { x: -1, y: 500 });
    external.compact("struct-none", &ClientEvent::Typing { who: None });
    external.compact("struct-some", &ClientEvent::Typing { who: Some("Ann".into()) });
    external.compact("tuple", &ClientEvent::Pair(7, "seven".into()));
    external.compact("list", &ClientEvent::Connected { messages: ab() });
    let twenty = (0..20).map(|i| i.to_string()).collect();
    external.compact("list-long", &ClientEvent::Connected { messages: twenty });
    let (small, big, real, flag) = (-129, 9007199254740993, 1.5, true);
    external.compact("numbers", &ClientEvent::Numbers { small, big, real, flag });

    let tagged = Folder(wire.join("type-tagged"));
    tagged.message("unit", &TaggedEvent::Left);
    tagged.message("struct", &TaggedEvent::Moved { x: -1, y: 500 });
    tagged.message("struct-some", &TaggedEvent::Typing { who: Some("Ann".into()) });
    tagged.message("list", &TaggedEvent::Connected { messages: ab() });
}
