//
// KeptInput.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_KeptInput_INCLUDED
#define WS_KeptInput_INCLUDED


#include "Release.h"
#include <span>
#include <string>
#include <string_view>
#include <utility>


namespace WS {


class KeptInput
	/// Input that could not be processed yet. What is left of it moves only after half has been read: a listener that
	/// throws at every message costs no more than another.
{
public:
	bool empty() const { return size() == 0; }
	std::size_t size() const { return _bytes.size() - _read; }
	std::string_view view() const { return std::string_view(_bytes).substr(_read); }
	std::span<char> bytes() { return std::span<char>(_bytes).subspan(_read); }

	template <class Process, class IsWanted>
	void feed(std::span<char> bytes, const Process& process, const IsWanted& isWanted)
		/// Calls process with what was kept and the bytes behind it, and keeps what it leaves in the span that it is
		/// given, also when it throws, as long as isWanted. Bytes are processed where they lie if nothing was kept.
	{
		KeptInput kept = std::exchange(*this, {});
		const bool wasEmpty = kept.empty();
		if (!wasEmpty) kept.append(bytes);
		auto rest = wasEmpty ? bytes : kept.bytes();
		const auto keep = [&] {
			if (!isWanted()) return;
			if (wasEmpty) return append(rest);
			kept.readUpTo(rest);
			*this = std::move(kept);
		};
		try
		{
			process(rest);
		}
		catch (...)
		{
			keep();
			throw;
		}
		keep();
	}

	void append(std::span<const char> bytes)
	{
		if (_read > _bytes.size() / 2)
		{
			_bytes.erase(0, _read);
			_read = 0;
		}
		_bytes.append(bytes.data(), bytes.size());
	}

	void readUpTo(std::span<const char> rest)
		/// rest are the last of bytes(): all before them has been read.
	{
		_read = _bytes.size() - rest.size();
		if (rest.empty()) clear();
	}

	void clear()
	{
		release(_bytes);
		_read = 0;
	}

private:
	std::string _bytes;
	std::size_t _read = 0;
};


} // namespace WS


#endif // WS_KeptInput_INCLUDED
