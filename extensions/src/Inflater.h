//
// Inflater.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Inflater_INCLUDED
#define WS_Inflater_INCLUDED


#include "CodecMemory.h"
#include "WS/Extension.h"
#include "ZLib.h"
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>


namespace WS {


class Inflater
	/// Decompresses messages (RFC 7692 7.2.2), within a limit of length and of memory: beside the message itself
	/// inflate() never has more than the limit and 64 KiB.
{
public:
	explicit Inflater(int windowBits, std::shared_ptr<CodecMemory> memory = std::make_shared<CodecMemory>());

	~Inflater();

	Inflater(const Inflater&) = delete;
	Inflater& operator = (const Inflater&) = delete;

	int windowBits() const { return _windowBits; }

	SessionResult inflate(std::string_view message, std::string& out, std::size_t maxLength);
		/// Appends to out: DONE or FAILED. After a failure, or what throws, it must not be used again.

	std::string window() const;
		/// What the next message may refer to.

	void setWindow(std::string_view window);

	void reset();
		/// Forgets the window.

private:
	enum class Progress
	{
		FULL,            // there may be more
		COMPLETE,
		FAILED           // _error tells why
	};

	void start(std::string_view message);
	Progress pass(std::string_view message, std::string& out, std::size_t maxLength, std::size_t& size);
	Progress fill(char* room, std::size_t size, std::size_t& written);
	void goOn();
	Progress nextInput();
	Progress append(std::string& out, std::size_t size);
	Progress inflateDirectly(std::string& out, std::size_t maxLength);
	Progress count(std::size_t& size, std::size_t maxLength);
	void copyWindow(std::string& window) const;

	const int _windowBits;
	CodecMemory::Block _block;
	z_stream _stream;
	std::string_view _rest;              // of the message, behind what the stream has
	bool _inTail = false;
	bool _ended = false;                 // the last thing was the end of a final block
	const char* _error = "";
	std::string _before;                 // the window before a message that may have to be inflated twice
};


} // namespace WS


#endif // WS_Inflater_INCLUDED
