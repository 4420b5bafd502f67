//
// TLSTransportTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/TLSTransport.h"
#include "net/TLSPair.h"
#include <Poco/Net/SSLException.h>
#include <boost/test/unit_test.hpp>
#include <algorithm>
#include <vector>


using namespace WS;
using namespace WS::Test;


namespace {


using Net::Transport;
using Result = Transport::Result;


class Pipe final: public Transport
	/// What one end of a connection in memory sends, another receives; it takes only so much.
{
public:
	struct Way
	{
		std::string bytes;
		std::size_t capacity = 1'000'000;
		std::size_t chunk = 1'000'000;       // of one call
		bool ended = false;
		bool lost = false;
	};

	Pipe(Way& in, Way& out): _in(in), _out(out) {}

	int descriptor() const override { return -1; }
	Result open() override { return Result::DONE; }

	Result receive(std::span<char> buffer, std::size_t& size) override
	{
		size = std::min({buffer.size(), _in.bytes.size(), _in.chunk});
		std::copy_n(_in.bytes.begin(), size, buffer.begin());
		_in.bytes.erase(0, size);
		if (_in.lost) return Result::FAILED;
		if (size != 0) return Result::DONE;
		return _in.ended ? Result::ENDED : Result::WOULD_BLOCK;
	}

	bool holdsInput() const override { return false; }

	Result send(std::string_view bytes, std::size_t& size) override
	{
		if (_out.lost) return Result::FAILED;
		size = std::min({bytes.size(), _out.capacity - std::min(_out.capacity, _out.bytes.size()), _out.chunk});
		_out.bytes.append(bytes.substr(0, size));
		return size != 0 ? Result::DONE : Result::WOULD_BLOCK;
	}

	Result flush() override { return Result::DONE; }
	std::size_t bufferedAmount() const override { return 0; }
	void shutdownSend() override { _out.ended = true; }
	bool secure() const override { return false; }
	std::string failure() const override { return _in.lost || _out.lost ? "Connection reset by peer" : ""; }

private:
	Way& _in;
	Way& _out;
};


struct Ends
	/// A client and a server over a pipe, perhaps with TLS in TLS.
{
	Pipe::Way up;
	Pipe::Way down;
	const Net::ServerTLS tls{testCertificate().serverContext()};
	std::unique_ptr<Net::TLSTransport> client;
	std::unique_ptr<Net::TLSTransport> server;

	explicit Ends(int layers = 1, const Net::ClientTLS& clientTLS = trusting())
	{
		std::unique_ptr<Transport> lowerClient = std::make_unique<Pipe>(down, up);
		std::unique_ptr<Transport> lowerServer = std::make_unique<Pipe>(up, down);
		for (int i = 1; i < layers; ++i)
		{
			lowerClient = std::make_unique<Net::TLSTransport>(std::move(lowerClient), clientTLS, "localhost");
			lowerServer = std::make_unique<Net::TLSTransport>(std::move(lowerServer), tls);
		}
		client = std::make_unique<Net::TLSTransport>(std::move(lowerClient), clientTLS, "localhost");
		server = std::make_unique<Net::TLSTransport>(std::move(lowerServer), tls);
	}

	bool open()
	{
		auto ofClient = Result::WOULD_BLOCK;
		auto ofServer = Result::WOULD_BLOCK;
		for (int i = 0; i < 100000 && (ofClient == Result::WOULD_BLOCK || ofServer == Result::WOULD_BLOCK); ++i)
		{
			ofClient = client->open();
			ofServer = server->open();
		}
		return ofClient == Result::DONE && ofServer == Result::DONE;
	}
};


struct Taken
	/// All that a transport has at the moment.
{
	std::string bytes;
	Result result = Result::DONE;

	Taken(Transport& transport, std::size_t size)
	{
		std::vector<char> buffer(size);
		while (result == Result::DONE)
		{
			std::size_t got = 0;
			result = transport.receive(buffer, got);
			if (result == Result::DONE) bytes.append(buffer.data(), got);
		}
	}
};


std::string large(std::size_t size)
	/// With no two places alike for a while.
{
	std::string result(size, '\0');
	for (std::size_t i = 0; i < size; ++i) result[i] = static_cast<char>(i * 2654435761U >> 13);
	return result;
}


std::string carried(Transport& from, Transport& to, const std::string& bytes, std::size_t buffer)
	/// What arrives of the bytes.
{
	std::string arrived;
	std::size_t sent = 0;
	while (sent < bytes.size() || from.bufferedAmount() != 0)
	{
		std::size_t size = 0;
		from.send(std::string_view(bytes).substr(sent), size);
		if (size == 0) from.flush();
		sent += size;
		arrived += Taken(to, buffer).bytes;
	}
	return arrived;
}


} // namespace


BOOST_AUTO_TEST_SUITE(TLSTransportTest)


BOOST_AUTO_TEST_CASE(bytesOfAnySizeArriveInBuffersOfAnySize)
{
	const auto bytes = large(300'000);
	for (const int layers: {1, 2})
	{
		for (const std::size_t buffer: {1000, 4096, 40000, 65536, 262144})
		{
			Ends ends(layers);
			BOOST_TEST(ends.open());
			BOOST_TEST((carried(*ends.client, *ends.server, bytes, buffer) == bytes));
			BOOST_TEST((carried(*ends.server, *ends.client, bytes, buffer) == bytes));
			BOOST_TEST(ends.client->bufferedAmount() == 0U);
		}
	}
}


BOOST_AUTO_TEST_CASE(bytesArriveWhateverTheSocketTakesAndGives)
{
	const auto bytes = large(100'000);
	for (const std::size_t chunk: {1, 7, 1000, 16384, 20000})
	{
		Ends ends(chunk == 1 ? 1 : 2);
		ends.up.chunk = ends.down.chunk = chunk;
		ends.up.capacity = 3 * chunk;
		BOOST_TEST(ends.open());
		BOOST_TEST((carried(*ends.client, *ends.server, bytes, 65536) == bytes));
	}
}


BOOST_AUTO_TEST_CASE(aReadInPlaceMayFinishALargeRecord)
{
	const auto bytes = large(16384 + 100);
	for (std::size_t first = 1; first < 16384; first += 997)
	{
		Ends ends;
		ends.open();
		Taken(*ends.client, 4096);
		std::size_t size = 0;
		ends.client->send(bytes, size);
		BOOST_TEST(size == bytes.size());
		ends.client->flush();
		const auto rest = ends.up.bytes.substr(first);
		ends.up.bytes.resize(first);
		BOOST_CHECK(Taken(*ends.server, 40000).result == Result::WOULD_BLOCK);
		ends.up.bytes = rest;
		BOOST_TEST((Taken(*ends.server, 40000).bytes == bytes));
	}
}


BOOST_AUTO_TEST_CASE(whatIsTakenIsBounded)
{
	const auto bytes = large(5'000'000);
	for (const int layers: {1, 2})
	{
		Ends ends(layers);
		ends.open();
		ends.up.capacity = 0;
		std::size_t taken = 0;
		std::size_t size = 0;
		Result result = Result::DONE;
		while ((result = ends.client->send(std::string_view(bytes).substr(taken), size)) == Result::DONE) taken += size;
		BOOST_CHECK(result == Result::WOULD_BLOCK);
		BOOST_TEST(size == 0U);
		BOOST_TEST(ends.client->bufferedAmount() < static_cast<std::size_t>(layers) * 100'000);
		BOOST_CHECK(ends.client->flush() == Result::WOULD_BLOCK);
	}
}


BOOST_AUTO_TEST_CASE(whatItHoldsIsToldBeforeWaiting)
{
	Ends ends;
	ends.open();
	Taken(*ends.client, 4096);
	std::size_t size = 0;
	ends.server->send(large(10000), size);
	ends.server->shutdownSend();

	std::vector<char> buffer(6000);
	do BOOST_CHECK(ends.client->receive(buffer, size) == Result::DONE);
	while (size == 0);                   // a part of the record
	BOOST_TEST(ends.client->holdsInput());
	while (ends.client->receive(buffer, size) == Result::DONE) BOOST_TEST(ends.client->holdsInput());
	BOOST_TEST(!ends.client->holdsInput());
}


BOOST_AUTO_TEST_CASE(nothingIsHeldOnceTheEndIsTold)
{
	Ends ends;
	ends.open();
	std::size_t size = 0;
	ends.client->shutdownSend();
	ends.up.bytes += "what is behind it";
	std::vector<char> buffer(4096);
	BOOST_CHECK(ends.server->receive(buffer, size) == Result::ENDED);
	BOOST_TEST(!ends.server->holdsInput());
}


BOOST_AUTO_TEST_CASE(theEndBehindTheLastBytesIsToldWithoutWaiting)
{
	Ends ends;
	ends.open();
	std::size_t size = 0;
	ends.client->send("last", size);
	ends.client->shutdownSend();

	std::vector<char> buffer(65536);
	BOOST_CHECK(ends.server->receive(buffer, size) == Result::DONE);
	BOOST_TEST(ends.server->holdsInput());
	BOOST_CHECK(ends.server->receive(buffer, size) == Result::ENDED);
	BOOST_TEST(!ends.server->holdsInput());
	BOOST_TEST(ends.server->failure() == "");
}


BOOST_AUTO_TEST_CASE(eachEndShutsDownInItsTurn)
{
	for (const int layers: {1, 2})
	{
		Ends ends(layers);
		ends.open();
		ends.up.capacity = 0;
		std::size_t size = 0;
		ends.client->send("last", size);
		ends.client->shutdownSend();
		BOOST_TEST(!ends.up.ended);
		ends.up.capacity = 1000;
		BOOST_CHECK(ends.client->flush() == Result::DONE);
		BOOST_TEST(ends.up.ended);
		BOOST_TEST(Taken(*ends.server, 4096).bytes == "last");
		BOOST_CHECK(Taken(*ends.server, 4096).result == Result::ENDED);

		ends.server->send("answer", size);
		ends.server->shutdownSend();
		const Taken answer(*ends.client, 4096);
		BOOST_TEST(answer.bytes == "answer");
		BOOST_CHECK(answer.result == Result::ENDED);
	}
}


BOOST_AUTO_TEST_CASE(badInput65TruncationFails)
{
	Ends ends;
	ends.open();
	std::size_t size = 0;
	ends.server->send("some", size);
	ends.server->flush();
	ends.down.ended = true;
	const Taken cut(*ends.client, 4096);
	BOOST_TEST(cut.bytes == "some");
	BOOST_CHECK(cut.result == Result::FAILED);
	BOOST_TEST(ends.client->failure() == "the TLS connection was cut short, without close_notify");
}


BOOST_AUTO_TEST_CASE(aLostSocketFailsWithItsReason)
{
	Ends ends;
	ends.open();
	ends.down.lost = true;
	BOOST_CHECK(Taken(*ends.client, 4096).result == Result::FAILED);
	BOOST_TEST(ends.client->failure() == "Connection reset by peer");

	Ends sending;
	sending.open();
	sending.up.lost = true;
	std::size_t size = 0;
	sending.client->send("x", size);
	BOOST_CHECK(sending.client->flush() == Result::FAILED);

	Ends young;
	young.down.lost = true;
	BOOST_CHECK(young.client->open() == Result::FAILED);
	BOOST_TEST(young.client->failure() == "Connection reset by peer");
	BOOST_CHECK_EXCEPTION(young.client->throwFailure(), Poco::Net::SSLException, [](const auto& exception) { return exception.message() == "Connection reset by peer"; });
}


BOOST_AUTO_TEST_CASE(theReasonOfARefusalIsToldToThePeer)
{
	Ends ends(1, trusting(NetCertificate::authority("Other")));
	BOOST_TEST(!ends.open());
	BOOST_CHECK_THROW(ends.client->throwFailure(), Poco::Net::CertificateValidationException);
	BOOST_TEST(ends.client->failure() == "certificate of localhost: unable to get local issuer certificate");
	BOOST_TEST(ends.server->failure() == "the peer has refused TLS: unknown ca");

	Ends inner(2, trusting(NetCertificate::authority("Other")));
	BOOST_TEST(!inner.open());
	BOOST_CHECK_THROW(inner.client->throwFailure(), Poco::Net::CertificateValidationException);
	BOOST_TEST(inner.client->failure() == "certificate of localhost: unable to get local issuer certificate");
}


BOOST_AUTO_TEST_CASE(aPeerThatTakesNothingMayHaveSaidWhy)
{
	Ends ends(1, trusting(NetCertificate::authority("Other")));
	ends.client->open();
	ends.server->open();
	ends.client->open();
	ends.down.lost = true;
	BOOST_CHECK(ends.server->open() == Result::FAILED);
	BOOST_TEST(ends.server->failure() == "the peer has refused TLS: unknown ca");
}


BOOST_AUTO_TEST_CASE(anAlertBehindTheLastBytesIsToldWithoutWaiting)
{
	Ends ends;
	ends.open();
	std::size_t size = 0;
	ends.client->send("first", size);
	ends.client->flush();
	const auto good = ends.up.bytes.size();
	ends.client->send("second", size);
	ends.client->flush();
	ends.up.bytes.back() = static_cast<char>(ends.up.bytes.back() ^ 1);
	BOOST_TEST(good < ends.up.bytes.size());

	std::vector<char> buffer(65536);
	BOOST_CHECK(ends.server->receive(buffer, size) == Result::DONE);
	BOOST_TEST(std::string(buffer.data(), size) == "first");
	BOOST_TEST(ends.server->holdsInput());
	BOOST_CHECK(ends.server->receive(buffer, size) == Result::FAILED);
	BOOST_TEST(!ends.server->holdsInput());
	BOOST_TEST(ends.server->failure() == "TLS: decryption failed or bad record mac");
}


BOOST_AUTO_TEST_SUITE_END()
