// wsload: load generator for WebSocket servers (RFC 6455, RFC 7692).
//
// A single-threaded epoll client over plain TCP sockets.  Every frame is built,
// compressed and masked before the clock starts, and replies are walked frame
// by frame without being copied, so the time measured is the server's.
//
//   g++ -std=c++20 -O3 -o wsload wsload.cpp -lz
//
// See --help for the options.
//
// SPDX-License-Identifier: BSL-1.0

// clang-format off

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <strings.h>
#include <tuple>
#include <utility>
#include <vector>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

namespace {

enum Opcode: uint8_t {
  kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10
};

enum class Mode { Echo, Idle, Stall, Broadcast, Connect };
enum class Payload { Default, Random, Ascii, Utf8, Json };

struct Options {
  std::string host = "127.0.0.1";
  std::string port = "9001";
  std::string path = "/";
  std::string protocol;
  std::string offer = "permessage-deflate; client_max_window_bits";
  std::string label;
  Mode mode = Mode::Echo;
  Payload payload = Payload::Default;
  bool text = false;
  bool deflate = false;
  bool raw = false;
  bool verify = false;
  bool spin = false;
  bool json = false;
  bool browser = false;
  size_t connections = 1;
  size_t size = 64;
  size_t depth = 1;
  size_t messages = 0;
  size_t parallel = 32;
  double duration = 3;
  double warmup = 0.5;
  double settle = 0;
  double timeout = 30;
  int pid = 0;
};

Options opt;

[[noreturn]] __attribute__((format(printf, 1, 2))) void die(const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  std::fputs("wsload: ", stderr);
  std::vfprintf(stderr, format, args);
  std::fputc('\n', stderr);
  va_end(args);
  std::exit(1);
}

uint64_t now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return uint64_t(t.tv_sec) * 1000000000u + uint64_t(t.tv_nsec);
}

// ---------------------------------------------------------------------------
// Latency histogram: 64 linear buckets per power of two (1.6 % resolution).

class Histogram {
 public:
  void add(uint64_t v) {
    ++buckets_[index(v)];
    ++count_;
    max_ = std::max(max_, v);
  }
  void clear() { *this = Histogram(); }
  uint64_t count() const { return count_; }
  uint64_t max() const { return max_; }
  uint64_t percentile(double p) const {
    if (!count_) return 0;
    auto rank = uint64_t(std::ceil(p / 100 * double(count_)));
    uint64_t seen = 0;
    for (size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i];
      if (seen >= std::max<uint64_t>(rank, 1)) return std::min(upper(i), max_);
    }
    return max_;
  }

 private:
  static size_t index(uint64_t v) {
    if (v < 64) return size_t(v);
    int shift = 57 - __builtin_clzll(v);
    return size_t(shift + 1) * 64 + size_t((v >> shift) - 64);
  }
  static uint64_t upper(size_t i) {
    if (i < 64) return i;
    int shift = int(i / 64) - 1;
    return ((uint64_t(i % 64) + 65) << shift) - 1;
  }
  std::vector<uint64_t> buckets_ = std::vector<uint64_t>(59 * 64);
  uint64_t count_ = 0, max_ = 0;
};

// ---------------------------------------------------------------------------
// Server process statistics from /proc.

struct ProcessStats {
  double user = 0, sys = 0;  // seconds
  long rss = 0, peak = 0;    // bytes
};

std::string read_file(const std::string& name) {
  std::string out;
  if (FILE* f = std::fopen(name.c_str(), "r")) {
    char buf[4096];
    for (size_t n; (n = std::fread(buf, 1, sizeof buf, f)) > 0;) out.append(buf, n);
    std::fclose(f);
  }
  return out;
}

long status_bytes(const std::string& status, const char* key) {
  size_t at = status.find(key);
  return at == std::string::npos ? 0 : std::strtol(status.c_str() + at + std::strlen(key), nullptr, 10) * 1024;
}

ProcessStats process_stats(int pid) {
  ProcessStats s;
  if (!pid) return s;
  std::string base = "/proc/" + std::to_string(pid);
  std::string stat = read_file(base + "/stat");
  size_t close = stat.rfind(')');
  if (close == std::string::npos) die("no process %d", pid);
  unsigned long utime = 0, stime = 0;
  if (std::sscanf(stat.c_str() + close + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                  &utime, &stime) != 2)
    die("cannot parse the statistics of process %d", pid);
  double tick = double(sysconf(_SC_CLK_TCK));
  s.user = double(utime) / tick;
  s.sys = double(stime) / tick;
  std::string status = read_file(base + "/status");
  s.rss = status_bytes(status, "VmRSS:");
  s.peak = status_bytes(status, "VmHWM:");
  return s;
}

double own_cpu() {
  rusage r;
  getrusage(RUSAGE_SELF, &r);
  return double(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
         double(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

// ---------------------------------------------------------------------------
// Payloads and prepared frames.

std::mt19937_64 rng(42);

void append_utf8(std::string& s, uint32_t c) {
  if (c < 0x80) {
    s += char(c);
  } else if (c < 0x800) {
    s += char(0xC0 | c >> 6);
    s += char(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    s += char(0xE0 | c >> 12);
    s += char(0x80 | (c >> 6 & 0x3F));
    s += char(0x80 | (c & 0x3F));
  } else {
    s += char(0xF0 | c >> 18);
    s += char(0x80 | (c >> 12 & 0x3F));
    s += char(0x80 | (c >> 6 & 0x3F));
    s += char(0x80 | (c & 0x3F));
  }
}

// Words of Cyrillic, CJK, emoji and ASCII, mixed.
std::string utf8_text(size_t size) {
  std::string s;
  while (true) {
    std::string word;
    uint64_t kind = rng() % 10, letters = 2 + rng() % 7;
    for (uint64_t i = 0; i < letters; ++i) {
      if (kind < 4) append_utf8(word, uint32_t(0x430 + rng() % 32));
      else if (kind < 8) append_utf8(word, uint32_t(0x4E00 + rng() % 0x5000));
      else if (kind < 9) append_utf8(word, uint32_t(0x1F600 + rng() % 0x40));
      else append_utf8(word, uint32_t('a' + rng() % 26));
    }
    word += ' ';
    if (s.size() + word.size() > size) break;
    s += word;
  }
  s.resize(size, '.');
  return s;
}

// Log-record-like JSON: fixed keys, values of realistic entropy.
std::string json_text(size_t size) {
  static const char* const users[] = {"alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"};
  static const char* const kinds[] = {"trade", "quote", "cancel", "status", "update", "message"};
  static const char* const words[] = {"price", "market", "open", "limit", "order", "filled", "partial", "queue",
                                      "retry", "server", "region", "west", "east", "north", "south", "latency"};
  std::string s = "[";
  while (s.size() < size) {
    char buf[512];
    std::snprintf(buf, sizeof buf,
                  "{\"id\":%u,\"type\":\"%s\",\"user\":\"%s\",\"ts\":17%011llu,\"price\":%u.%02u,\"qty\":%u,"
                  "\"tags\":[\"%s\",\"%s\"],\"note\":\"%s %s %s\"},",
                  unsigned(rng() % 1000000), kinds[rng() % 6], users[rng() % 8],
                  (unsigned long long)(rng() % 100000000000ull), unsigned(rng() % 500), unsigned(rng() % 100),
                  unsigned(rng() % 1000), words[rng() % 16], words[rng() % 16], words[rng() % 16],
                  words[rng() % 16], words[rng() % 16]);
    s += buf;
  }
  s.resize(size);
  return s;
}

std::string make_payload(size_t size) {
  std::string s;
  switch (opt.payload) {
    case Payload::Utf8: return utf8_text(size);
    case Payload::Json: return json_text(size);
    case Payload::Ascii:
      s.resize(size);
      for (char& c : s) c = char(32 + rng() % 95);
      return s;
    default:
      s.resize(size);
      for (char& c : s) c = char(rng());
      return s;
  }
}

void append_frame(std::vector<uint8_t>& out, uint8_t first, const void* payload, size_t size) {
  out.push_back(first);
  if (size < 126) {
    out.push_back(uint8_t(0x80 | size));
  } else if (size < 65536) {
    out.push_back(0x80 | 126);
    out.push_back(uint8_t(size >> 8));
    out.push_back(uint8_t(size));
  } else {
    out.push_back(0x80 | 127);
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(uint8_t(uint64_t(size) >> shift));
  }
  auto key = uint32_t(rng()) | 0x01010101u;  // every byte of the key is non-zero
  uint8_t mask[4];
  std::memcpy(mask, &key, 4);
  out.insert(out.end(), mask, mask + 4);
  const auto* p = static_cast<const uint8_t*>(payload);
  for (size_t i = 0; i < size; ++i) out.push_back(uint8_t(p[i] ^ mask[i & 3]));
}

// A cycle of prepared frames that every connection plays over and over.  The
// buffer holds `depth` further frames after the cycle, so that whatever a
// connection may send at once is contiguous.
//
// A cycle compressed from an empty window can be repeated: its first message
// refers to nothing before it and every back-reference is a relative distance.
struct Script {
  size_t count = 0;
  std::vector<std::string> payloads;
  std::vector<uint8_t> bytes;
  std::vector<size_t> at;  // offsets of frames, and of the end

  size_t length(size_t frame) const { return at[frame + 1] - at[frame]; }
};

struct DeflateParams {
  bool accepted = false;
  bool client_no_context_takeover = false;
  bool server_no_context_takeover = false;
  int client_bits = 15, server_bits = 15;
  bool operator < (const DeflateParams& o) const {
    return std::tie(accepted, client_no_context_takeover, client_bits) <
           std::tie(o.accepted, o.client_no_context_takeover, o.client_bits);
  }
};

std::vector<std::string> payloads;  // one cycle

const Script& script_for(const DeflateParams& params) {
  static std::map<DeflateParams, std::unique_ptr<Script>> cache;
  std::unique_ptr<Script>& slot = cache[params];
  if (slot) return *slot;
  slot = std::make_unique<Script>();
  Script& s = *slot;
  if (payloads.empty()) {
    size_t count = std::clamp<size_t>((256u << 10) / std::max<size_t>(opt.size, 1), 1, 64);
    for (size_t i = 0; i < count; ++i) payloads.push_back(make_payload(opt.size));
  }
  s.payloads = payloads;
  s.count = payloads.size();

  std::vector<std::vector<uint8_t>> bodies;
  if (params.accepted) {
    if (params.client_bits < 9) die("client_max_window_bits=%d is below what zlib can produce", params.client_bits);
    z_stream z{};
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -params.client_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      die("deflateInit2 failed");
    for (const std::string& p : payloads) {
      if (p.empty()) {
        bodies.push_back({0});
        continue;
      }
      std::vector<uint8_t> out(deflateBound(&z, p.size()) + 64);
      z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(p.data()));
      z.avail_in = uInt(p.size());
      z.next_out = out.data();
      z.avail_out = uInt(out.size());
      if (deflate(&z, Z_SYNC_FLUSH) != Z_OK || z.avail_in || !z.avail_out) die("deflate failed");
      out.resize(out.size() - z.avail_out - 4);  // without the final 00 00 FF FF
      bodies.push_back(std::move(out));
      if (params.client_no_context_takeover) deflateReset(&z);
    }
    deflateEnd(&z);
  } else {
    for (const std::string& p : payloads) bodies.emplace_back(p.begin(), p.end());
  }
  auto first = uint8_t(0x80 | (params.accepted ? 0x40 : 0) | (opt.text ? kText : kBinary));
  std::vector<std::pair<size_t, size_t>> frames;
  for (const auto& body : bodies) {
    s.at.push_back(s.bytes.size());
    append_frame(s.bytes, first, body.data(), body.size());
  }
  s.at.push_back(s.bytes.size());
  for (size_t i = 0; i < opt.depth; ++i) {
    std::vector<uint8_t> copy(s.bytes.begin() + long(s.at[i % s.count]), s.bytes.begin() + long(s.at[i % s.count + 1]));
    s.bytes.insert(s.bytes.end(), copy.begin(), copy.end());
    s.at.push_back(s.bytes.size());
  }
  return s;
}

// ---------------------------------------------------------------------------
// Connections.

struct Inflater {
  z_stream z{};
  std::string out;
  explicit Inflater(int bits) {
    if (inflateInit2(&z, -bits) != Z_OK) die("inflateInit2 failed");
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator = (const Inflater&) = delete;
  ~Inflater() { inflateEnd(&z); }
  bool feed(const uint8_t* p, size_t n) {
    char buf[16384];
    z.next_in = const_cast<Bytef*>(p);
    z.avail_in = uInt(n);
    do {
      z.next_out = reinterpret_cast<Bytef*>(buf);
      z.avail_out = sizeof buf;
      int rc = inflate(&z, Z_SYNC_FLUSH);
      if (rc != Z_OK && rc != Z_BUF_ERROR && rc != Z_STREAM_END) return false;
      out.append(buf, sizeof buf - z.avail_out);
      if (rc == Z_STREAM_END) inflateReset(&z);
    } while (z.avail_in || !z.avail_out);
    return true;
  }
};

struct Conn {
  enum State: uint8_t { Unused, Connecting, Upgrading, Open, Closed };
  int fd = -1;
  State state = Unused;
  bool want_write = false;
  bool is_sender = true;
  bool pinged = false;

  // Sending: frames [next, next + quota) of the cycle may go out; `part` bytes
  // of the first are gone already.  `control` goes out between frames.
  const Script* script = nullptr;
  size_t next = 0, part = 0, quota = 0;
  std::vector<uint8_t> control;
  uint64_t sent_at = 0;

  // Receiving.
  uint8_t head[10];
  uint8_t head_have = 0;
  uint8_t opcode = 0;
  bool fin = false, in_message = false, compressed = false;
  uint64_t left = 0;      // payload bytes of the current frame still to come
  uint64_t received = 0;  // payload bytes of the current message
  size_t reply = 0;       // index in the cycle of the message awaited
  uint64_t replies = 0;
  std::string text;       // handshake response, then control frame payload
  DeflateParams deflate;
  std::unique_ptr<Inflater> inflater;
};

struct Counters {
  uint64_t messages = 0;  // echoes, deliveries or handshakes
  uint64_t bytes_in = 0, bytes_out = 0;
  uint64_t payload_in = 0;  // of data frames, as compressed
  uint64_t pings = 0;       // answered
};

int epoll_fd = -1;
std::vector<Conn> conns;
std::vector<uint8_t> read_buffer(256u << 10);
sockaddr_storage target{};
socklen_t target_length = 0;
bool loopback = false;
Counters total;
Histogram latency;
uint64_t errors = 0;
size_t opened = 0, pending = 0, alive = 0;
bool running = false;        // load may be sent
uint64_t published = 0;      // broadcast: messages handed to the sender
uint64_t broadcast_sent_at = 0;
std::string handshake_request;

void fail(Conn& c, const char* why) {
  if (c.state == Conn::Closed) return;
  if (errors++ < 3) std::fprintf(stderr, "wsload: connection %zu: %s\n", size_t(&c - conns.data()), why);
  if (c.state == Conn::Open) --alive;
  else --pending;
  close(c.fd);
  c.fd = -1;
  c.state = Conn::Closed;
}

void watch(Conn& c, bool write) {
  if (c.want_write == write) return;
  c.want_write = write;
  epoll_event e{};
  bool stalled = opt.mode == Mode::Stall && c.state == Conn::Open;
  e.events = (stalled ? 0u : uint32_t(EPOLLIN)) | (write ? uint32_t(EPOLLOUT) : 0u);
  e.data.u32 = uint32_t(&c - conns.data());
  epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c.fd, &e);
}

// Writes `n` bytes; returns how many went out, or -1 when the connection failed.
ssize_t write_some(Conn& c, const uint8_t* p, size_t n) {
  ssize_t w = send(c.fd, p, n, MSG_NOSIGNAL);
  if (w >= 0) {
    total.bytes_out += uint64_t(w);
    return w;
  }
  if (errno == EAGAIN || errno == EINTR) return 0;
  fail(c, std::strerror(errno));
  return -1;
}

void flush(Conn& c) {
  while (c.quota || !c.control.empty()) {
    if (!c.control.empty() && c.part == 0) {
      ssize_t w = write_some(c, c.control.data(), c.control.size());
      if (w < 0) return;
      c.control.erase(c.control.begin(), c.control.begin() + w);
      if (!c.control.empty()) return watch(c, true);
      continue;
    }
    const Script& s = *c.script;
    // A control frame waiting behind a partly sent frame goes out after it.
    size_t frames = c.control.empty() ? c.quota : 1;
    size_t begin = s.at[c.next] + c.part, end = s.at[c.next + frames];
    ssize_t w = write_some(c, s.bytes.data() + begin, end - begin);
    if (w < 0) return;
    c.part += size_t(w);
    while (c.quota && c.part >= s.length(c.next)) {
      c.part -= s.length(c.next);
      c.next = c.next + 1 == s.count ? 0 : c.next + 1;
      --c.quota;
    }
    if (size_t(w) < end - begin) return watch(c, true);
  }
  watch(c, false);
}

void send_messages(Conn& c, size_t n) {
  c.quota += n;
  if (opt.depth == 1) c.sent_at = now_ns();
}

void start_connect(Conn& c) {
  bool sender = c.is_sender;
  c = Conn();
  c.is_sender = sender;
  c.fd = socket(target.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c.fd < 0) die("socket: %s", std::strerror(errno));
  int one = 1;
  setsockopt(c.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (loopback) {
    // Many source addresses, so that TIME_WAIT cannot use up the ports.
    static uint32_t turn = 0;
    sockaddr_in from{};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(0x7F000002u + turn++ % 250);
    setsockopt(c.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(c.fd, reinterpret_cast<sockaddr*>(&from), sizeof from)) die("bind: %s", std::strerror(errno));
  }
  c.state = Conn::Connecting;
  ++pending;
  if (connect(c.fd, reinterpret_cast<sockaddr*>(&target), target_length) && errno != EINPROGRESS)
    return fail(c, std::strerror(errno));
  epoll_event e{};
  e.events = EPOLLIN | EPOLLOUT;
  e.data.u32 = uint32_t(&c - conns.data());
  c.want_write = true;
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c.fd, &e)) die("epoll_ctl: %s", std::strerror(errno));
}

void on_open(Conn& c) {
  c.state = Conn::Open;
  --pending;
  ++alive;
  ++opened;
  c.script = &script_for(c.deflate);
  c.text.clear();
  if (opt.mode == Mode::Stall) watch(c, true);
  if (opt.mode == Mode::Connect) {
    const uint8_t code[2] = {0x03, 0xE8};
    append_frame(c.control, 0x80 | kClose, code, 2);
    flush(c);
  }
}

// Value of a header field in a response, or an empty string.
std::string header(const std::string& response, const char* name) {
  size_t length = std::strlen(name);
  for (size_t at = response.find("\r\n"); at != std::string::npos; at = response.find("\r\n", at + 2)) {
    const char* line = response.c_str() + at + 2;
    if (strncasecmp(line, name, length) || line[length] != ':') continue;
    size_t begin = response.find_first_not_of(" \t", at + 2 + length + 1), end = response.find("\r\n", begin);
    while (end > begin && (response[end - 1] == ' ' || response[end - 1] == '\t')) --end;
    return response.substr(begin, end - begin);
  }
  return {};
}

bool parse_extensions(Conn& c, const std::string& value) {
  size_t at = 0;
  while (at <= value.size()) {
    size_t end = std::min(value.find(';', at), value.size());
    std::string item = value.substr(at, end - at);
    item.erase(std::remove_if(item.begin(), item.end(), [](char x) { return x == ' ' || x == '"' || x == '\t'; }),
               item.end());
    at = end + 1;
    size_t equals = item.find('=');
    std::string name = item.substr(0, equals);
    int bits = equals == std::string::npos ? 0 : std::atoi(item.c_str() + equals + 1);
    if (name == "permessage-deflate") c.deflate.accepted = true;
    else if (name == "client_no_context_takeover") c.deflate.client_no_context_takeover = true;
    else if (name == "server_no_context_takeover") c.deflate.server_no_context_takeover = true;
    else if (name == "client_max_window_bits" && bits) c.deflate.client_bits = bits;
    else if (name == "server_max_window_bits" && bits) c.deflate.server_bits = bits;
    else if (!name.empty()) return false;
  }
  return c.deflate.accepted;
}

// The handshake key and the accept value are the sample of RFC 6455, 1.3.
const char kKey[] = "dGhlIHNhbXBsZSBub25jZQ==";
const char kAccept[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

void on_message(Conn& c) {
  ++c.replies;
  if (opt.verify || !c.deflate.accepted) {
    if (c.received != opt.size) return fail(c, "reply of another length");
  }
  c.received = 0;
  c.reply = c.reply + 1 == c.script->count ? 0 : c.reply + 1;
  if (opt.mode == Mode::Broadcast) {
    if (c.is_sender) return;  // the server may or may not echo to the sender
    ++total.messages;
    if (opt.depth == 1 && total.messages % (conns.size() - 1) == 0) latency.add(now_ns() - broadcast_sent_at);
    return;
  }
  ++total.messages;
  if (opt.depth == 1) latency.add(now_ns() - c.sent_at);
  if (running || c.replies < opt.messages) send_messages(c, 1);
}

void release(Conn& c) {  // a finished connection in connect mode
  ++total.messages;
  --alive;
  close(c.fd);
  c.state = Conn::Closed;
  if (running) start_connect(c);
}

void cut(Conn& c) {  // by the server, in stall mode
  --alive;
  close(c.fd);
  c.state = Conn::Closed;
}

void on_control(Conn& c) {
  if (c.opcode == kPing) {
    ++total.pings;
    c.pinged = true;
    append_frame(c.control, 0x80 | kPong, c.text.data(), c.text.size());
  } else if (c.opcode == kClose) {
    if (opt.mode == Mode::Connect) release(c);
    else fail(c, "closed by the server");
  }
  c.text.clear();
}

bool on_payload(Conn& c, const uint8_t* p, size_t n) {
  if (c.opcode >= 8) {
    c.text.append(reinterpret_cast<const char*>(p), n);
    return true;
  }
  if (!opt.verify) {
    c.received += n;
    return true;
  }
  if (c.compressed) {
    if (!c.inflater) c.inflater = std::make_unique<Inflater>(c.deflate.server_bits);
    return c.inflater->feed(p, n);
  }
  const std::string& want = c.script->payloads[c.reply];
  bool same = c.received + n <= want.size() && !std::memcmp(want.data() + c.received, p, n);
  c.received += n;
  return same;
}

bool finish_inflate(Conn& c) {
  static const uint8_t tail[4] = {0, 0, 0xFF, 0xFF};
  if (!c.inflater || !c.inflater->feed(tail, 4)) return false;
  bool same = c.inflater->out == c.script->payloads[c.reply];
  c.received = c.inflater->out.size();
  c.inflater->out.clear();
  if (c.deflate.server_no_context_takeover) inflateReset(&c.inflater->z);
  return same;
}

// Checks the header in `h`; sets the state of the connection for its payload.
// Returns an error message or nullptr.
const char* begin_frame(Conn& c, const uint8_t* h, uint64_t length) {
  uint8_t opcode = h[0] & 0x0F;
  bool fin = h[0] & 0x80, rsv1 = h[0] & 0x40;
  if (h[1] & 0x80) return "masked frame from the server";
  if (h[0] & 0x30) return "reserved bit set";
  if (((h[1] & 0x7F) == 126 && length < 126) || ((h[1] & 0x7F) == 127 && length < 65536))
    return "length not in its shortest form";
  if (opcode >= 8) {
    if (opcode > kPong || !fin || rsv1 || length > 125) return "malformed control frame";
  } else if (opcode == kContinuation) {
    if (!c.in_message || rsv1) return "unexpected continuation frame";
  } else {
    if (opcode != (opt.text ? kText : kBinary)) return "reply of another type";
    if (c.in_message) return "new message inside a message";
    if (rsv1 && !c.deflate.accepted) return "compressed reply without negotiation";
    c.compressed = rsv1;
    c.in_message = true;
  }
  if (opcode < 8) total.payload_in += length;
  c.opcode = opcode;
  c.fin = fin;
  c.left = length;
  return nullptr;
}

void end_frame(Conn& c) {
  c.head_have = 0;
  if (c.opcode >= 8) return on_control(c);
  if (!c.fin) return;
  c.in_message = false;
  if (opt.verify && c.compressed && !finish_inflate(c)) return fail(c, "reply with other content");
  on_message(c);
}

void consume(Conn& c, const uint8_t* p, size_t n) {
  const uint8_t* end = p + n;
  if (opt.raw) {  // the server returns the bytes as they are
    while (p < end && c.state == Conn::Open) {
      size_t want = c.script->length(c.reply) - c.received, take = std::min(want, size_t(end - p));
      if (opt.verify && std::memcmp(c.script->bytes.data() + c.script->at[c.reply] + c.received, p, take))
        return fail(c, "reply with other content");
      c.received += take;
      p += take;
      if (take == want) {
        c.received = opt.size;
        on_message(c);
      }
    }
    return;
  }
  bool in_payload = c.left > 0;
  while (c.state == Conn::Open) {
    if (!in_payload) {
      if (p == end) return;
      const uint8_t* h = p;
      if (c.head_have || end - p < 10) {  // gather the header byte by byte
        size_t need = 2;
        while (true) {
          if (c.head_have >= 2) {
            uint8_t code = c.head[1] & 0x7F;
            need = code < 126 ? 2 : code == 126 ? 4 : 10;
          }
          if (c.head_have >= need) break;
          if (p == end) return;
          c.head[c.head_have++] = *p++;
        }
        h = c.head;
      }
      uint8_t code = h[1] & 0x7F;
      uint64_t length = code;
      size_t head = 2;
      if (code == 126) {
        length = uint64_t(h[2]) << 8 | h[3];
        head = 4;
      } else if (code == 127) {
        length = 0;
        for (int i = 2; i < 10; ++i) length = length << 8 | h[i];
        head = 10;
      }
      if (h == p) p += head;
      if (const char* why = begin_frame(c, h, length)) return fail(c, why);
    }
    auto take = size_t(std::min<uint64_t>(c.left, uint64_t(end - p)));
    if (take && !on_payload(c, p, take)) return fail(c, "reply with other content");
    p += take;
    c.left -= take;
    if (c.left) return;
    in_payload = false;
    end_frame(c);
  }
}

void on_response(Conn& c, const uint8_t* p, size_t n) {
  c.text.append(reinterpret_cast<const char*>(p), n);
  size_t end = c.text.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (c.text.size() > 16384) fail(c, "response header too long");
    return;
  }
  std::string rest = c.text.substr(end + 4);
  c.text.resize(end + 2);
  if (c.text.compare(0, 12, "HTTP/1.1 101")) return fail(c, ("refused: " + c.text.substr(0, c.text.find('\r'))).c_str());
  if (header(c.text, "Sec-WebSocket-Accept") != kAccept) return fail(c, "wrong Sec-WebSocket-Accept");
  std::string extensions = header(c.text, "Sec-WebSocket-Extensions");
  if (!extensions.empty() && (!opt.deflate || !parse_extensions(c, extensions)))
    return fail(c, "extension that was not offered");
  if (opt.deflate && !c.deflate.accepted) return fail(c, "permessage-deflate declined");
  on_open(c);
  if (!rest.empty() && c.state == Conn::Open && opt.mode != Mode::Stall)
    consume(c, reinterpret_cast<const uint8_t*>(rest.data()), rest.size());
}

void on_readable(Conn& c) {
  while (c.state == Conn::Upgrading || (c.state == Conn::Open && opt.mode != Mode::Stall)) {
    int fd = c.fd;
    ssize_t n = recv(fd, read_buffer.data(), read_buffer.size(), 0);
    if (n < 0) {
      if (errno != EAGAIN && errno != EINTR) fail(c, std::strerror(errno));
      return;
    }
    if (n == 0) {
      if (opt.mode == Mode::Connect && c.state == Conn::Open) return release(c);
      return fail(c, "connection closed");
    }
    total.bytes_in += uint64_t(n);
    if (c.state == Conn::Upgrading) on_response(c, read_buffer.data(), size_t(n));
    else consume(c, read_buffer.data(), size_t(n));
    if (c.state == Conn::Open && c.fd == fd && (c.quota || !c.control.empty()) && !c.want_write) flush(c);
    if (c.fd != fd || size_t(n) < read_buffer.size()) return;
  }
}

void on_writable(Conn& c) {
  if (c.state == Conn::Connecting) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(c.fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) return fail(c, std::strerror(error));
    if (opt.raw) {
      on_open(c);
      return watch(c, false);
    }
    ssize_t w = send(c.fd, handshake_request.data(), handshake_request.size(), MSG_NOSIGNAL);
    if (w != ssize_t(handshake_request.size())) return fail(c, "cannot send the handshake");
    c.state = Conn::Upgrading;
    return watch(c, false);
  }
  if (c.state == Conn::Open) flush(c);
}

// Handles events once, waiting until `deadline` at most.
void turn(uint64_t deadline) {
  epoll_event events[512];
  uint64_t now = now_ns();
  int wait = 0;
  if (!opt.spin && deadline > now) wait = int(std::min<uint64_t>((deadline - now) / 1000000 + 1, 1000));
  int n = epoll_wait(epoll_fd, events, 512, wait);
  for (int i = 0; i < n; ++i) {
    Conn& c = conns[events[i].data.u32];
    if (events[i].events & EPOLLOUT) on_writable(c);
    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
      if (c.state == Conn::Connecting) on_writable(c);
      else if (opt.mode == Mode::Stall && c.state == Conn::Open) cut(c);
      else on_readable(c);
    }
  }
}

void open_all() {
  uint64_t deadline = now_ns() + uint64_t(opt.timeout * 1e9);
  size_t started = 0;
  while (opened < conns.size()) {
    while (started < conns.size() && pending < opt.parallel) start_connect(conns[started++]);
    turn(deadline);
    if (errors) die("cannot open the connections");
    if (now_ns() > deadline) die("%zu of %zu connections open after %.0f s", opened, conns.size(), opt.timeout);
  }
}

// Broadcast: keeps `depth` messages on their way to the receivers.
void publish() {
  uint64_t receivers = conns.size() - 1;
  uint64_t done = total.messages / receivers;
  if (!running || conns[0].state != Conn::Open || published - done >= opt.depth) return;
  size_t n = opt.depth - size_t(published - done);
  n = std::min(n, opt.depth - conns[0].quota);
  published += n;
  broadcast_sent_at = now_ns();
  send_messages(conns[0], n);
  flush(conns[0]);
}

void run_until(uint64_t deadline) {
  while (now_ns() < deadline) {
    if (opt.mode == Mode::Broadcast) publish();
    uint64_t failed = errors;
    turn(deadline);
    if (errors == failed) continue;
    if (errors > 1000) die("too many errors");
    if (opt.mode == Mode::Connect) {
      for (Conn& c : conns)
        if (c.state == Conn::Closed) start_connect(c);
    } else if (!alive) {
      die("no connection left");
    }
  }
}

// ---------------------------------------------------------------------------
// Report.

struct Report {
  std::vector<std::pair<std::string, std::string>> fields;  // name, JSON value
  void text(const char* name, const std::string& v) { fields.emplace_back(name, '"' + v + '"'); }
  void number(const char* name, double v, int digits) {
    char buf[64];
    std::snprintf(buf, sizeof buf, "%.*f", digits, v);
    fields.emplace_back(name, buf);
  }
  void print() const {
    if (opt.json) {
      std::string s = "{";
      for (const auto& [name, value] : fields) s += (s.size() > 1 ? ", \"" : "\"") + name + "\": " + value;
      std::puts((s + "}").c_str());
      return;
    }
    for (const auto& [name, value] : fields) {
      bool quoted = value[0] == '"';
      std::printf("%-24s %s\n", name.c_str(), quoted ? value.substr(1, value.size() - 2).c_str() : value.c_str());
    }
  }
};

const char* mode_name() {
  switch (opt.mode) {
    case Mode::Echo: return "echo";
    case Mode::Idle: return "idle";
    case Mode::Stall: return "stall";
    case Mode::Broadcast: return "broadcast";
    default: return "connect";
  }
}

void describe(Report& r) {
  if (!opt.label.empty()) r.text("label", opt.label);
  r.text("mode", mode_name());
  r.number("connections", double(opt.connections), 0);
  if (opt.mode == Mode::Echo || opt.mode == Mode::Broadcast) {
    r.text("type", opt.text ? "text" : "binary");
    r.number("size", double(opt.size), 0);
    r.number("depth", double(opt.depth), 0);
  }
  if (opt.deflate && !conns.empty()) {
    const DeflateParams& d = conns[0].deflate;
    r.text("deflate", std::string("client ") + (d.client_no_context_takeover ? "reset" : "takeover") + " " +
                          std::to_string(d.client_bits) + ", server " +
                          (d.server_no_context_takeover ? "reset" : "takeover") + " " + std::to_string(d.server_bits));
  }
}

int run() {
  ProcessStats idle = process_stats(opt.pid);
  conns.resize(opt.connections + (opt.mode == Mode::Broadcast ? 1 : 0));
  if (opt.mode == Mode::Broadcast)
    for (size_t i = 1; i < conns.size(); ++i) conns[i].is_sender = false;

  if (opt.mode == Mode::Connect) {
    running = true;
    for (Conn& c : conns) start_connect(c);
  } else {
    open_all();
  }

  if (opt.mode == Mode::Stall) {
    uint64_t end = now_ns() + uint64_t(opt.duration * 1e9);
    while (now_ns() < end) {
      for (Conn& c : conns)
        while (c.state == Conn::Open && !c.want_write) {
          c.quota = opt.depth;
          flush(c);
        }
      turn(end);
    }
    Report r;
    describe(r);
    r.number("wire_mb_sent", double(total.bytes_out) / 1e6, 3);
    r.number("cut_connections", double(conns.size() - alive), 0);
    r.number("errors", double(errors), 0);
    r.print();
    return 0;
  }

  if (opt.mode == Mode::Idle) {
    uint64_t limit = now_ns() + uint64_t(opt.timeout * 1e9);
    if (opt.messages) {
      for (Conn& c : conns) {
        send_messages(c, 1);
        flush(c);
      }
      while (total.messages < opt.messages * conns.size() && now_ns() < limit && !errors) turn(limit);
      if (total.messages < opt.messages * conns.size()) die("not every message was echoed");
    }
    run_until(now_ns() + uint64_t(opt.settle * 1e9));
    for (Conn& c : conns) c.pinged = false;
    Counters before = total;
    ProcessStats settled = process_stats(opt.pid);
    uint64_t start = now_ns();
    run_until(start + uint64_t(opt.duration * 1e9));
    double seconds = double(now_ns() - start) / 1e9;
    ProcessStats held = process_stats(opt.pid);
    Report r;
    describe(r);
    r.number("seconds", seconds, 3);
    r.number("messages_each", double(opt.messages), 0);
    r.number("pings", double(total.pings - before.pings), 0);
    r.number("pinged_connections", double(std::count_if(conns.begin(), conns.end(), [](const Conn& c) { return c.pinged; })), 0);
    if (opt.pid) {
      double user = held.user - settled.user, sys = held.sys - settled.sys;
      r.number("server_user_s", user, 2);
      r.number("server_sys_s", sys, 2);
      r.number("server_cpu_percent", (user + sys) / seconds * 100, 3);
      uint64_t pings = total.pings - before.pings;
      if (pings) r.number("server_cpu_us_per_ping", (user + sys) * 1e6 / double(pings), 3);
      r.number("rss_before_kib", double(idle.rss) / 1024, 0);
      r.number("rss_kib", double(held.rss) / 1024, 0);
      r.number("peak_rss_kib", double(held.peak) / 1024, 0);
      r.number("bytes_per_connection", double(held.rss - idle.rss) / double(conns.size()), 0);
    }
    r.number("errors", double(errors), 0);
    r.print();
    return errors ? 1 : 0;
  }

  if (opt.mode == Mode::Echo) {
    running = true;
    for (Conn& c : conns) {
      send_messages(c, opt.depth);
      flush(c);
    }
  } else if (opt.mode == Mode::Broadcast) {
    running = true;
  }
  if (opt.warmup > 0) run_until(now_ns() + uint64_t(opt.warmup * 1e9));

  latency.clear();
  Counters before = total;
  ProcessStats server = process_stats(opt.pid);
  double client = own_cpu();
  uint64_t start = now_ns();
  run_until(start + uint64_t(opt.duration * 1e9));
  double seconds = double(now_ns() - start) / 1e9;
  client = own_cpu() - client;
  ProcessStats after = process_stats(opt.pid);
  auto messages = double(total.messages - before.messages);

  Report r;
  describe(r);
  r.number("seconds", seconds, 3);
  r.number(opt.mode == Mode::Connect ? "handshakes_per_s" : opt.mode == Mode::Broadcast ? "deliveries_per_s"
                                                                                        : "messages_per_s",
           messages / seconds, 0);
  if (opt.mode != Mode::Connect) {
    double directions = opt.mode == Mode::Broadcast ? 1 : 2;
    r.number("payload_mb_per_s", messages * double(opt.size) * directions / seconds / 1e6, 1);
    r.number("wire_mb_per_s",
             double(total.bytes_in - before.bytes_in + total.bytes_out - before.bytes_out) / seconds / 1e6, 1);
    if (opt.deflate && messages > 0) {
      double reply = double(total.payload_in - before.payload_in) / messages;
      r.number("reply_bytes_per_op", reply, 1);
      if (opt.size) r.number("reply_ratio", reply / double(opt.size), 4);
    }
    if (opt.depth == 1 && latency.count()) {
      const std::pair<const char*, double> points[] = {{"p50_us", 50}, {"p90_us", 90}, {"p99_us", 99}, {"p99_9_us", 99.9}};
      for (auto [name, p] : points) r.number(name, double(latency.percentile(p)) / 1e3, 1);
      r.number("max_us", double(latency.max()) / 1e3, 1);
    }
  }
  if (opt.pid) {
    double user = after.user - server.user, sys = after.sys - server.sys;
    r.number("server_user_s", user, 2);
    r.number("server_sys_s", sys, 2);
    r.number("server_cpu_percent", (user + sys) / seconds * 100, 1);
    if (messages > 0) {
      r.number("server_cpu_us_per_op", (user + sys) * 1e6 / messages, 3);
      r.number("server_user_us_per_op", user * 1e6 / messages, 3);
      r.number("server_sys_us_per_op", sys * 1e6 / messages, 3);
    }
    r.number("server_rss_kib", double(after.rss) / 1024, 0);
    r.number("server_peak_rss_kib", double(after.peak) / 1024, 0);
  }
  r.number("client_cpu_percent", client / seconds * 100, 1);
  r.number("errors", double(errors), 0);
  r.print();
  return errors || messages == 0 ? 1 : 0;
}

// ---------------------------------------------------------------------------
// Command line.

const char kUsage[] =
    "usage: wsload [--mode echo|idle|stall|broadcast|connect] [options]\n"
    "  --host H --port P --path /P   server (default 127.0.0.1 9001 /)\n"
    "  --connections N               connections, or receivers in broadcast mode (1)\n"
    "  --size S                      payload bytes (64)\n"
    "  --type binary|text            message type (binary)\n"
    "  --payload random|ascii|utf8|json   content (binary: random, text: ascii, --deflate: json)\n"
    "  --depth D                     messages outstanding per connection (1)\n"
    "  --duration T --warmup W       seconds measured (3), seconds before (0.5)\n"
    "  --deflate [--offer VALUE]     negotiate permessage-deflate\n"
    "  --connect                     same as --mode connect\n"
    "  --mode stall                  send as much as the server takes, and never read\n"
    "  --messages K                  idle mode: echo K messages on each connection first (0)\n"
    "  --settle T                    idle mode: seconds without a measurement after that (0)\n"
    "  --browser                     a request head as large as a browser's\n"
    "  --pid PID                     report CPU time and memory of the server process\n"
    "  --verify                      compare the content of every reply\n"
    "  --raw                         no handshake, server returns the bytes as they are\n"
    "  --spin                        poll without sleeping\n"
    "  --parallel K --timeout T      handshakes at a time (32), seconds to open all (30)\n"
    "  --protocol NAME               offer a subprotocol\n"
    "  --label TEXT --json           name the run, print one JSON object\n";

size_t to_size(const char* s) {
  char* end;
  double v = std::strtod(s, &end);
  if (*end == 'k' || *end == 'K') v *= 1024, ++end;
  else if (*end == 'm' || *end == 'M') v *= 1024 * 1024, ++end;
  if (end == s || *end || v < 0) die("not a number: %s", s);
  return size_t(v);
}

void parse_options(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::string name = argv[i], value;
    size_t equals = name.find('=');
    bool inline_value = name.compare(0, 2, "--") == 0 && equals != std::string::npos;
    if (inline_value) {
      value = name.substr(equals + 1);
      name.resize(equals);
    }
    auto arg = [&]() -> const char* {
      if (!inline_value) {
        if (++i >= argc) die("%s needs a value", name.c_str());
        value = argv[i];
      }
      return value.c_str();
    };
    auto seconds = [&] {
      char* end;
      double v = std::strtod(arg(), &end);
      if (*end || v < 0 || value.empty()) die("not a number of seconds: %s", value.c_str());
      return v;
    };
    if (name == "--host") opt.host = arg();
    else if (name == "--port") opt.port = arg();
    else if (name == "--path") opt.path = arg();
    else if (name == "--protocol") opt.protocol = arg();
    else if (name == "--offer") opt.offer = arg();
    else if (name == "--label") opt.label = arg();
    else if (name == "--connections") opt.connections = to_size(arg());
    else if (name == "--size") opt.size = to_size(arg());
    else if (name == "--depth") opt.depth = to_size(arg());
    else if (name == "--messages") opt.messages = to_size(arg());
    else if (name == "--parallel") opt.parallel = to_size(arg());
    else if (name == "--duration") opt.duration = seconds();
    else if (name == "--warmup") opt.warmup = seconds();
    else if (name == "--settle") opt.settle = seconds();
    else if (name == "--timeout") opt.timeout = seconds();
    else if (name == "--pid") opt.pid = int(to_size(arg()));
    else if (name == "--deflate") opt.deflate = true;
    else if (name == "--raw") opt.raw = true;
    else if (name == "--verify") opt.verify = true;
    else if (name == "--spin") opt.spin = true;
    else if (name == "--json") opt.json = true;
    else if (name == "--browser") opt.browser = true;
    else if (name == "--connect") opt.mode = Mode::Connect;
    else if (name == "--type") {
      std::string v = arg();
      if (v != "text" && v != "binary") die("unknown type: %s", v.c_str());
      opt.text = v == "text";
    } else if (name == "--mode") {
      static const std::map<std::string, Mode> modes = {
          {"echo", Mode::Echo}, {"idle", Mode::Idle}, {"stall", Mode::Stall}, {"broadcast", Mode::Broadcast}, {"connect", Mode::Connect}};
      auto found = modes.find(arg());
      if (found == modes.end()) die("unknown mode: %s", value.c_str());
      opt.mode = found->second;
    } else if (name == "--payload") {
      static const std::map<std::string, Payload> kinds = {
          {"random", Payload::Random}, {"ascii", Payload::Ascii}, {"utf8", Payload::Utf8}, {"json", Payload::Json}};
      auto found = kinds.find(arg());
      if (found == kinds.end()) die("unknown payload: %s", value.c_str());
      opt.payload = found->second;
    } else {
      std::fputs(kUsage, name == "--help" ? stdout : stderr);
      std::exit(name == "--help" ? 0 : 2);
    }
  }
  if (!opt.connections || !opt.depth || !opt.parallel) die("--connections, --depth and --parallel must be positive");
  if (opt.raw && (opt.deflate || opt.mode == Mode::Broadcast || opt.mode == Mode::Connect))
    die("--raw goes with echo and idle mode only");
  if (opt.payload == Payload::Default)
    opt.payload = opt.deflate ? Payload::Json : opt.text ? Payload::Ascii : Payload::Random;
  if (opt.text && opt.payload == Payload::Random) die("random payload is not text");
}

// What a browser sends besides, a session's cookies included.
const char kBrowserFields[] =
    "Pragma: no-cache\r\n"
    "Cache-Control: no-cache\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: en-GB,en;q=0.9,en-US;q=0.8,de;q=0.7\r\n"
    "Cookie: session=3f1c9a7e5b2d4086a1e7c3950d8b6f24; csrftoken=Yk2Vw8sQe0rTnB5uLxA7cPz1mHf4GdJ9; "
    "consent=eyJhIjoxLCJiIjoxLCJjIjowfQ; theme=dark; tz=Europe%2FBerlin; "
    "_stat=GA1.1.1840387651.1731936401; _stat_id=GS2.1.s1731936401.o4.g1.t1731938122.j60\r\n";

void resolve() {
  addrinfo hints{}, *list = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (int rc = getaddrinfo(opt.host.c_str(), opt.port.c_str(), &hints, &list))
    die("%s: %s", opt.host.c_str(), gai_strerror(rc));
  std::memcpy(&target, list->ai_addr, list->ai_addrlen);
  target_length = list->ai_addrlen;
  if (target.ss_family == AF_INET)
    loopback = (ntohl(reinterpret_cast<sockaddr_in&>(target).sin_addr.s_addr) >> 24) == 127;
  freeaddrinfo(list);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  parse_options(argc, argv);
  resolve();
  rlimit files;
  if (!getrlimit(RLIMIT_NOFILE, &files)) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_fd < 0) die("epoll_create1: %s", std::strerror(errno));
  handshake_request = "GET " + opt.path + " HTTP/1.1\r\nHost: " + opt.host + ":" + opt.port +
                      "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + kKey +
                      "\r\nSec-WebSocket-Version: 13\r\n";
  if (!opt.protocol.empty()) handshake_request += "Sec-WebSocket-Protocol: " + opt.protocol + "\r\n";
  if (opt.deflate) handshake_request += "Sec-WebSocket-Extensions: " + opt.offer + "\r\n";
  if (opt.browser) handshake_request += "Origin: http://" + opt.host + ":" + opt.port + "\r\n" + kBrowserFields;
  handshake_request += "\r\n";
  return run();
}
