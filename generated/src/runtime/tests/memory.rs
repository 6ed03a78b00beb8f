//! Large files never are in memory as a whole. Measured in a process of its own, as the system counts.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use super::uploads::Scratch;
use crate::{AccessToken, Client, Limits, Upload};

const LENGTH: u64 = 64 * 1024 * 1024;
/// What a client that runs may grow by. A file in memory would be four times as much.
const MOST: u64 = 16 * 1024 * 1024;
/// Where the measured process finds the server.
const SERVER: &str = "ZOHO_FINANCE_TEST_SERVER";
const FOLDER: &str = "ZOHO_FINANCE_TEST_FOLDER";

/// Takes any body, and answers with a long file.
fn serve(mut stream: TcpStream) {
    let mut buffer = vec![0; 256 * 1024];
    let mut tail = Vec::new();
    while !tail.ends_with(b"\r\n\r\n") && !tail.ends_with(b"--\r\n") {
        let Ok(count @ 1..) = stream.read(&mut buffer) else { return };
        tail.extend_from_slice(&buffer[count.saturating_sub(8)..count]);
        tail.drain(..tail.len().saturating_sub(8));
    }
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: {LENGTH}\r\n\r\n");
    let _ = stream.write_all(head.as_bytes());
    buffer.fill(b'%');
    for _ in 0..LENGTH / buffer.len() as u64 {
        if stream.write_all(&buffer).is_err() {
            return;
        }
    }
}

/// The most memory that this process ever had, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// What is measured: each way, with all that a first use needs done before.
#[tokio::test]
async fn measured() {
    let (Ok(url), Ok(folder)) = (std::env::var(SERVER), std::env::var(FOLDER)) else { return };
    let folder = std::path::PathBuf::from(folder);
    let client = Client::builder().base_url(&url).accounts_url(&url).auth(AccessToken::new("t")).organization("1");
    let client = client.limits(Limits::none()).max_response_bytes(LENGTH).build().unwrap();
    let before = peak();
    let sparse = folder.join("sparse.bin");
    std::fs::File::create(&sparse).unwrap().set_len(LENGTH).unwrap();
    for upload in [
        Upload::path(&sparse).await.unwrap(),
        Upload::reader("a", tokio::fs::File::open(&sparse).await.unwrap()),
        Upload::sized_reader("a", LENGTH, tokio::fs::File::open(&sparse).await.unwrap()),
    ] {
        // The answer is no envelope and too long to be read: only that all was sent counts here.
        let sent = client.sample().add_attachment("1", upload).max_response_bytes(1000).send().await;
        assert!(matches!(sent, Err(crate::Error::TooLarge { .. })), "{sent:?}");
    }
    let info = client.sample().pdf("1").download_to(folder.join("out.pdf")).await.unwrap();
    assert_eq!(info.length, LENGTH);
    assert_eq!(std::fs::metadata(folder.join("out.pdf")).unwrap().len(), LENGTH);
    client.sample().pdf("1").send_to(&mut tokio::io::sink()).await.unwrap();
    let mut stream = client.sample().pdf("1").send_stream().await.unwrap();
    while stream.chunk().await.unwrap().is_some() {}
    let grown = peak() - before;
    println!("grown by {} KiB", grown / 1024);
    assert!(grown < MOST, "grown by {grown} bytes");
}

#[test]
fn large_files_are_never_in_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    let scratch = Scratch::folder("memory");
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args(["--exact", "runtime::tests::memory::measured", "--nocapture"])
        .env(SERVER, url)
        .env(FOLDER, &scratch.0)
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && shown.contains("grown by"),
        "{shown}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
