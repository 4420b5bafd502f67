//
// Socks5.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Socks5.h"
#include "ClientHandshake.h"
#include "Credentials.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <array>
#include <arpa/inet.h>


namespace WS {


namespace {


constexpr char VERSION = 5;                  // RFC 1928
constexpr char CREDENTIALS_VERSION = 1;      // RFC 1929


enum Method: char
{
	NO_AUTHENTICATION = 0,
	USER_AND_PASSWORD = 2,
	NONE_ACCEPTABLE = static_cast<char>(0xff)
};


enum AddressType: char
{
	IPV4 = 1,
	NAME = 3,
	IPV6 = 4
};


constexpr std::array<std::string_view, 9> REPLIES
	// RFC 1928 6
	{
		"succeeded",
		"general failure of the proxy",
		"not allowed by the proxy's rules",
		"network unreachable",
		"host unreachable",
		"connection refused",
		"time to live expired",
		"command not supported",
		"address type not supported"};


unsigned number(char byte)
{
	return static_cast<unsigned char>(byte);
}


std::string counted(std::string_view text)
	// With its length in the byte before it.
{
	return std::string(1, static_cast<char>(text.size())).append(text);
}


template <class Address>
std::string binary(int family, const std::string& host)
	// The bytes of an address; empty if it is none.
{
	Address address;
	if (::inet_pton(family, host.c_str(), &address) != 1) return {};
	return {reinterpret_cast<const char*>(&address), sizeof address};
}


std::string addressOf(const std::string& authority)
{
	const auto colon = authority.rfind(':');
	std::string host = authority.substr(0, colon);
	const int port = std::stoi(authority.substr(colon + 1));
	if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
	if (host.size() > 255) throw Poco::SyntaxException("a host name that SOCKS5 cannot say, of more than 255 bytes", std::to_string(host.size()));

	std::string address;
	if (const auto v4 = binary<in_addr>(AF_INET, host); !v4.empty()) address.append(1, IPV4).append(v4);
	else if (const auto v6 = binary<in6_addr>(AF_INET6, host); !v6.empty()) address.append(1, IPV6).append(v6);
	else address.append(1, NAME).append(counted(host));
	return address.append(1, static_cast<char>(port >> 8)).append(1, static_cast<char>(port & 0xff));
}


} // namespace


Socks5::Socks5(const ClientDriver& driver, const Poco::URI& proxy):
	_address(addressOf(driver._handshake->authority()))
{
	// Not the whole URI in a message: it may hold a password.
	if (proxy.getScheme() != "socks5" && proxy.getScheme() != "socks5h") throw Poco::SyntaxException("not a SOCKS5 proxy's URL, scheme is not socks5 or socks5h", proxy.getScheme());
	if (proxy.getHost().empty()) throw Poco::SyntaxException("not a SOCKS5 proxy's URL, it has no host");
	const auto credentials = credentialsOf(proxy);
	_user = credentials.user;
	_password = credentials.password;
	if (_user.size() > 255 || _password.size() > 255) throw Poco::SyntaxException("user or password of more than 255 bytes in a SOCKS5 proxy's URL");
	if (_user.empty() && !_password.empty()) throw Poco::SyntaxException("password without a user in a SOCKS5 proxy's URL");
}


bool Socks5::start()
{
	if (_started || _result != Result::PENDING) return false;
	_started = true;
	_output.append(1, VERSION);
	if (_user.empty()) _output.append(1, 1).append(1, NO_AUTHENTICATION);
	else _output.append(1, 2).append(1, NO_AUTHENTICATION).append(1, USER_AND_PASSWORD);
	await(Awaited::METHOD, 2);
	return true;
}


void Socks5::receive(std::span<char>& bytes)
{
	if (!_started) return;
	while (_result == Result::PENDING && take(bytes)) judge();
}


bool Socks5::take(std::span<char>& bytes)
	// True: what is awaited is there. Never more of it than that: the rest is the host's.
{
	const auto size = std::min(bytes.size(), _wanted - _input.size());
	_input.append(bytes.data(), size);
	bytes = bytes.subspan(size);
	return _input.size() == _wanted;
}


void Socks5::judge()
{
	switch (_awaited)
	{
	case Awaited::METHOD:
		return judgeMethod();
	case Awaited::VERDICT:
		return judgeVerdict();
	case Awaited::REPLY:
		return judgeReply();
	case Awaited::ADDRESS:
		return judgeAddress();
	}
}


void Socks5::judgeMethod()
{
	if (_input[0] != VERSION) return fail(Error::SOCKS_SYNTAX, "version " + std::to_string(number(_input[0])));
	if (_input[1] == NO_AUTHENTICATION) return writeRequest();
	if (_input[1] == USER_AND_PASSWORD && !_user.empty()) return writeCredentials();
	fail(Error::SOCKS_METHOD, _input[1] == NONE_ACCEPTABLE ? std::string() : "it wants method " + std::to_string(number(_input[1])));
}


void Socks5::judgeVerdict()
{
	if (_input[0] != CREDENTIALS_VERSION) return fail(Error::SOCKS_SYNTAX, "version of the authentication " + std::to_string(number(_input[0])));
	if (_input[1] != 0) return fail(Error::SOCKS_CREDENTIALS);
	writeRequest();
}


void Socks5::judgeReply()
	// The first 2 bytes alone say whether it refuses; some proxies send no more then.
{
	if (_input[0] != VERSION) return fail(Error::SOCKS_SYNTAX, "version " + std::to_string(number(_input[0])));
	if (const auto reply = number(_input[1]); reply != 0)
	{
		return fail(Error::SOCKS_REPLY, reply < REPLIES.size() ? std::string(REPLIES[reply]) : "reply " + std::to_string(reply));
	}
	await(Awaited::ADDRESS, 3);
}


void Socks5::judgeAddress()
	// Reserved, type, the first byte of the address; then all of it and the port.
{
	if (_input[0] != 0) return fail(Error::SOCKS_SYNTAX, "reserved byte is " + std::to_string(number(_input[0])));
	std::size_t length = 0;
	switch (_input[1])
	{
	case IPV4:
		length = sizeof(in_addr);
		break;
	case IPV6:
		length = sizeof(in6_addr);
		break;
	case NAME:
		length = 1 + number(_input[2]);
		break;
	default:
		return fail(Error::SOCKS_SYNTAX, "address type " + std::to_string(number(_input[1])));
	}
	const std::size_t whole = 2 + length + 2;
	if (_input.size() == whole) _result = Result::CONNECTED;
	else _wanted = whole;
}


void Socks5::await(Awaited awaited, std::size_t size)
{
	_awaited = awaited;
	_wanted = size;
	_input.clear();
}


void Socks5::writeCredentials()
{
	_output.append(1, CREDENTIALS_VERSION).append(counted(_user)).append(counted(_password));
	await(Awaited::VERDICT, 2);
}


void Socks5::writeRequest()
{
	_output.append({VERSION, 1, 0}).append(_address);        // CONNECT, reserved
	await(Awaited::REPLY, 2);
}


void Socks5::receiveEnd()
{
	if (_result == Result::PENDING) fail(Error::PROXY_ENDED);
}


void Socks5::fail(Error error, std::string_view detail)
{
	_failure.emplace(error, detail);
	_result = Result::FAILED;
	_output.clear();
}


std::string_view Socks5::output() const
{
	return _output;
}


void Socks5::consume(std::size_t size)
{
	if (size > _output.size()) throw Poco::InvalidArgumentException("more consumed than waits", std::to_string(size));
	_output.erase(0, size);
}


Socks5::Result Socks5::result() const
{
	return _result;
}


const std::optional<Failure>& Socks5::failure() const
{
	return _failure;
}


} // namespace WS
