//
// TLSSession.h
//
// TLS without I/O.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_TLSSession_INCLUDED
#define WS_Net_TLSSession_INCLUDED


#include "WS/Net/TLS.h"
#include <cstddef>
#include <memory>
#include <openssl/ssl.h>
#include <span>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


class TLSSession
	/// TLS without I/O: takes and gives ciphertext on one side, plaintext on the other. For one thread.
{
public:
	enum class Result
	{
		DONE,
		NEEDS_INPUT,   /// all that was given is used up
		ENDED,         /// the peer has sent close_notify: nothing follows
		FAILED         /// see failure(); the output may tell the peer
	};

	static constexpr std::size_t MAX_OUTPUT = 64 * 1024;
		/// While more waits in the output, send() takes nothing.

	static constexpr std::size_t MAX_RECORD = 16 * 1024;
		/// Most plaintext of one record.

	explicit TLSSession(const ServerTLS& tls);

	TLSSession(const ClientTLS& tls, const std::string& host);
		/// The host is a name or an address.

	TLSSession(const TLSSession&) = delete;
	TLSSession& operator = (const TLSSession&) = delete;

	~TLSSession();

	Result handshake(std::string_view& ciphertext);
		/// Goes on with the handshake; takes what it uses off the front of ciphertext.

	Result receive(std::string_view& ciphertext, std::span<char> plaintext, std::size_t& size);
		/// Decrypts what comes next, of at most one record; takes what it uses off the front of ciphertext. DONE: there is
		/// some, call again.

	bool holdsInput() const;
		/// Whether receive() has plaintext without any ciphertext.

	Result send(std::string_view plaintext, std::size_t& size);
		/// Encrypts as much as the output has room for; size is how much.

	void close();
		/// Sends close_notify. The peer may still send.

	void receiveEnd();
		/// The transport has ended. Unless close_notify has come that is a failure: somebody may have cut off the rest.

	std::string_view output() const;
		/// Ciphertext to be sent.

	void consume(std::size_t size);

	bool isEnded() const;
	bool isFailed() const;

	const std::string& failure() const;
		/// Empty unless it has failed.

	bool isCertificateRefused() const;
		/// Whether it has failed for the peer's certificate.

	std::string serverName() const;
		/// For which host the client asks (SNI); empty: it does not tell.

	std::string version() const;
		/// "TLSv1.3"; once the handshake is done.

private:
	struct Free
	{
		void operator () (SSL* session) const { SSL_free(session); }
	};

	TLSSession(const Poco::Net::Context::Ptr& context, const std::string& host);
	Result conclude(int result);
	Result checkServer();
	void fail(std::string reason);

	static int writeOutput(BIO* bio, const char* data, int size);
	static int readInput(BIO* bio, char* data, int size);
	static long control(BIO* bio, int command, long number, void* pointer);
	static BIO_METHOD* makeMethod();

	const Poco::Net::Context::Ptr _context;      // its callbacks refer to it
	const std::unique_ptr<SSL, Free> _session;
	const std::string _host;
	std::string_view _input;                     // during a call
	std::string _output;
	std::size_t _consumed = 0;
	std::string _failure;
	bool _ended = false;
	bool _failed = false;
	bool _certificateRefused = false;
};


} } // namespace WS::Net


#endif // WS_Net_TLSSession_INCLUDED
